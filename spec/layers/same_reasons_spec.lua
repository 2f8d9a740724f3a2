-- Why tasks failed: the same tasks give the same lines with the same counts, wherever they are shown.
local feed_json = require "aliota.nginx.feed_json"
local feed_page = require "aliota.nginx.page"
local feed_view = require "spec.support.feed_view"
local filter = require "aliota.filter"
local html = require "spec.support.html"
local json = require("aliota.core").json
local report = require "aliota.report"
local take = require "aliota.nginx.figures"
local written = require "spec.support.written"

-- One text with a cause by itself, by its progress, and with none; texts that differ in digits, case and blanks.
local FAILED = {
  {"No space"}, {"no  space", -2}, {"NO SPACE", -2}, {"no space", -2}, {"no space"}, {"", -2}, {""}, {"  "},
  {"device upgrade timeout"}, {"Device upgrade timeout"}, {"device upgrade timeout"}, {"device upgrade timeout"},
  {"block 17 of 20: code=-3"}, {"block 3 of 20: code=-3"},
}

local function tasks()
  local list = {}
  for i, each in ipairs(FAILED) do
    list[i] = {
      DeviceName = "d" .. i, TaskId = "t" .. i, JobId = "j", TaskStatus = "FAILED", TaskDesc = each[1],
      Progress = each[2], UtcCreate = "2026-01-05T00:00:00Z", UtcModified = "2026-01-05T01:00:00Z",
    }
  end
  return list
end

local LINES = {
  "4 timed out: device upgrade timeout", "3 download failed: no space", "2 (no reason given)",
  "2 verification failed: block # of #: code=-#", "2 no space", "1 download failed",
}

local function lines_of_html(root)
  local lines = {}
  for i, item in ipairs(html.find(html.find(root, ".bars")[1], "li")) do
    lines[i] = html.find(item, ".figure")[1].text:match "^%S+" .. " " .. html.find(item, ".reason")[1].text
  end
  return lines
end

-- What a feed knows of these tasks.
local function snapshot()
  local client = {}
  function client.summary()
    return {
      total = #FAILED, by_status = feed_view.snapshot {}.by_status, other = 0, consistent = true, JobId = "j",
      report = report.of_counts,
    }
  end
  function client.tasks()
    return {take = tasks}
  end
  local now = function() return 100 end
  return take(client, {JobId = "j", failures = 100, deadline = 10}, nil, {now = now, machine = now, time = now})
end

describe("the reasons of failures", function()
  it("are these, in a report", function()
    local lines = {}
    for line in report.reasons(tasks()):render({width = 120, colour = false}):gmatch "[^\n]+" do
      local count, words = line:match "^  +(%d+) +%S+ %%  (.-) *█"
      if count then lines[#lines + 1] = count .. " " .. words:gsub(" +$", "") end
    end
    assert.same(LINES, lines)
  end)

  it("are the same in an HTML report", function()
    assert.same(LINES, lines_of_html(html.read(written("html", tasks()))))
  end)

  it("are the same in a feed, its page and its JSON", function()
    local taken = snapshot()
    local view = feed_view.of({j = {snapshot = feed_view.snapshot {failures = taken.failures}}}, {"j"})
    local most = {(table.unpack or unpack)(LINES, 1, 5)} -- the page shows so many
    assert.same(most, lines_of_html(html.read(feed_page.render(view))))
    local lines = {}
    for i, each in ipairs(json.decode(feed_json.render(view)).batches[1].failures.reasons) do
      lines[i] = ("%d %s"):format(each.count, require("aliota.report.reasons").words(each))
    end
    assert.same(LINES, lines)
  end)

  it("are what a filter finds as many tasks of", function()
    for _, line in ipairs(LINES) do
      local count, words = line:match "^(%d+) (.*)$"
      local found, is_of = 0, filter.reason(words)
      for _, task in ipairs(tasks()) do found = found + (is_of(task) and 1 or 0) end
      if words:find(": ", 1, true) or words == "(no reason given)" then assert.equal(tonumber(count), found, words) end
    end
  end)
end)
