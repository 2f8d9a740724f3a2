-- A state that the vendor adds one day: nowhere is it lost, without a colour, or taken for settled.
local batch_table = require "aliota.watch.batch_table"
local canvas = require "aliota.show.canvas"
local feed_json = require "aliota.nginx.feed_json"
local feed_metrics = require "aliota.nginx.metrics"
local feed_page = require "aliota.nginx.page"
local feed_view = require "spec.support.feed_view"
local html = require "spec.support.html"
local json = require "aliota.core".json
local looks = require "spec.support.looks"
local new_verdict = require("aliota.watch.verdict").new
local phrases = require "aliota.watch.phrases"
local report = require "aliota.report"
local show = require "aliota.repl.show"
local status = require "aliota.api.task_status"
local written = require "spec.support.written"

-- Six of ten tasks are through, three are in states that nobody knows.
local function tasks()
  local list = {}
  for i, name in ipairs {
    "PAUSED", "SUCCEEDED", "SUCCEEDED", "ROLLED_BACK", "SUCCEEDED", "QUEUED", "PAUSED", "SUCCEEDED", "FAILED",
    "CANCELED",
  } do
    list[i] = {
      DeviceName = "d" .. i, TaskId = "t" .. i, JobId = "j", TaskStatus = name, SrcVersion = "1",
      UtcCreate = "2026-01-05T00:00:00Z", UtcModified = "2026-01-05T01:00:00Z",
    }
  end
  return list
end

local ORDER = {
  "CONFIRM", "QUEUED", "NOTIFIED", "IN_PROGRESS", "SUCCEEDED", "FAILED", "CANCELED", "PAUSED", "ROLLED_BACK",
}
local PRESENT = {"QUEUED", "SUCCEEDED", "FAILED", "CANCELED", "PAUSED", "ROLLED_BACK"}

local function names_of(list, member)
  local names = {}
  for i, each in ipairs(list) do names[i] = each[member] end
  return names
end

-- The first words of lines that stand in one of these states.
local function states_in(text)
  local found = {}
  for name in text:gmatch "%f[%u][%u_]+%f[^%u_]" do
    for _, known in ipairs(ORDER) do found[#found + 1] = name == known and name or nil end
  end
  return found
end

describe("an unknown state", function()
  it("has colours that no other state has", function()
    local unknown, again = status.of "PAUSED", status.of(nil)
    assert.equal(unknown, again)
    assert.equal(unknown, status.of(status.OTHERS))
    for _, row in ipairs(status.ROWS) do
      for _, look in ipairs {"colour", "class", "light", "dark"} do assert.not_equal(row[look], unknown[look]) end
      local plain, painted = canvas.new(80, false), canvas.new(80, true)
      plain:say("x", row.colour)
      painted:say("x", row.colour)
      assert.not_equal(plain:text(), painted:text())
    end
  end)

  it("is behind the documented ones, by its name", function()
    local made = report.summary(tasks())
    assert.same(ORDER, names_of(made.statuses, "status"))
    assert.same({10, 6, 1}, {made.total, made.settled, made.open})
    local text = made:render {width = 80, colour = false}
    assert.same(ORDER, states_in(text))
    assert.truthy(text:find "PAUSED +2  20.0 %%  █+")
    local shares = 0
    for share in text:gmatch "(%d+%.%d) %%  █" do shares = shares + tonumber(share) end
    assert.equal(100, shares)
  end)

  it("is in every format", function()
    local page = written("html", tasks())
    assert.same(PRESENT, states_in(page:match '<table class="legend">.-</table>'))
    local length = 0
    for _, arc in ipairs(html.find(html.read(page), ".arc")) do
      length = length + tonumber(arc.attributes["stroke-dasharray"]:match "^%S+") + 0.6
      if arc.text:find "^PAUSED" then assert.equal("arc unknown", arc.attributes.class) end
    end
    assert.truthy(math.abs(length - 100) < 0.01)
    for _, rule in ipairs {"--unknown: #8a4b7d;", "--unknown: #cf8fc2;", ".unknown { --colour: var(--unknown); }"} do
      assert.truthy(page:find(rule, 1, true), rule)
    end
    assert.same(PRESENT, states_in(written("markdown", tasks()):match "## Summary.*"))
    local metrics = written("prometheus", tasks(), {now = 1767600000})
    assert.truthy(metrics:find('aliota_tasks{job_id="j",status="PAUSED"} 2\n', 1, true))
    assert.truthy(metrics:find('aliota_oldest_open_task_age_seconds{job_id="j",status="PAUSED"} 28800\n', 1, true))
  end)

  it("is one series of metrics, whatever it was sent as", function()
    local list = {
      {JobId = "j", TaskStatus = 5}, {JobId = "j", TaskStatus = "5"},
      {JobId = "j"}, {JobId = "j", TaskStatus = "(none)"},
    }
    local metrics = written("prometheus", list, {now = 1})
    assert.truthy(metrics:find('status="5"} 2\n', 1, true) and metrics:find('status="(none)"} 2\n', 1, true), metrics)
  end)

  describe("in a feed", function()
    local snapshot, shown
    setup(function()
      snapshot = feed_view.snapshot {total = 500, other = 300}
      shown = html.find(html.read(feed_page.render(feed_view.of({j = {snapshot = snapshot}}, {"j"}))), ".batch")[1]
    end)

    it("fills the bar of the page, in its colour", function()
      local width, last = 0, nil
      for _, rect in ipairs(html.find(html.find(shown, ".stack")[1], "rect")) do
        assert.truthy(math.abs(width - tonumber(rect.attributes.x)) < 0.01)
        width, last = width + tonumber(rect.attributes.width), rect
      end
      assert.truthy(math.abs(width - 100) < 0.01)
      assert.same({"unknown", "60"}, {last.attributes.class, last.attributes.width})
    end)

    it("is the last of the states, whose shares are all", function()
      local rows, shares = html.texts(html.find(html.find(shown, ".states")[1], "li")), 0
      assert.equal("other states 300 60.0 %", rows[8])
      for _, row in ipairs(rows) do shares = shares + tonumber(row:match "(%d+%.%d) %%$") end
      assert.truthy(math.abs(shares - 100) < 0.01)
    end)

    it("keeps the bar whole where counts don't add up", function()
      for _, total in ipairs {150, 250} do
        local odd = feed_view.snapshot {total = total, consistent = false}
        local page = html.read(feed_page.render(feed_view.of({j = {snapshot = odd}}, {"j"})))
        local width = 0
        for _, rect in ipairs(html.find(html.find(page, ".stack")[1], "rect")) do
          width = width + tonumber(rect.attributes.width)
        end
        assert.truthy(math.abs(width - 100) < 0.01)
      end
    end)

    it("counts in JSON and in metrics", function()
      local view = feed_view.of({j = {snapshot = snapshot}}, {"j"})
      assert.equal(300, json.decode(feed_json.render(view)).batches[1].other)
      assert.truthy(feed_metrics.render(view):find('aliota_tasks{job_id="j",status="(others)"} 300\n', 1, true))
    end)
  end)

  describe("of a watched batch", function()
    local look = looks.at({SUCCEEDED = 60, QUEUED = 10, [status.OTHERS] = 30}, {seconds = 60})

    it("is among the states that are told", function()
      local states = phrases.states(look.figures.by_status)
      assert.equal("QUEUED 10, SUCCEEDED 60, (others) 30", (states:gsub("\194\160", " ")))
    end)

    it("is what is waited for at the end of patience", function()
      local settled = looks.at({SUCCEEDED = 70, [status.OTHERS] = 30}, {seconds = 60})
      local verdict = new_verdict {JobId = "j", outcome = "timeout", look = settled, seconds = 60, looks = 2}
      assert.truthy(verdict:render({width = 120, colour = false}):find(
        "30 tasks are in states that this version does not know.", 1, true))
    end)

    it("does not look settled in the table of several", function()
      local page = canvas.new(100, true)
      batch_table.grid(page, {{JobId = "j", summary = looks.at({SUCCEEDED = 70, [status.OTHERS] = 30}).figures}})
      assert.truthy(page:text():find("\27[34m█", 1, true))
    end)
  end)

  it("has its colour at the prompt and in a diff", function()
    local dressed = require "spec.support.dressed"
    local text = show(dressed(tasks()), 100, true)
    assert.truthy(text:find("\27[1mPAUSED\27[0m", 1, true), text)
    local later = tasks()
    later[2].TaskStatus = "PAUSED"
    assert.truthy(report.diff(tasks(), later):render({width = 80, colour = true}):find("\27[1mPAUSED\27[0m", 1, true))
  end)
end)
