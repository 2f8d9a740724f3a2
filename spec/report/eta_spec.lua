local report = require "aliota.report"

local NOW = 1767628800

local function settled(list, count, ago)
  for _ = 1, count do
    list[#list + 1] = {TaskStatus = "SUCCEEDED", UtcModified = os.date("!%Y-%m-%dT%H:%M:%S.000Z", NOW - ago)}
  end
  return list
end

local function open(list, count)
  for _ = 1, count do list[#list + 1] = {TaskStatus = "QUEUED"} end
  return list
end

describe("report.eta", function()
  it("carries the rate of the window on", function()
    local list = open(settled(settled({}, 100, 600), 50, 90000), 200)
    local made = report.eta(list, {now = NOW})
    assert.same({"running", 200, 150, 100, 3600, 100}, {
      made.state, made.open, made.settled, made.recent, made.seconds, made.per_hour,
    })
    assert.equal(NOW + 7200, made.finish)
    assert.is_true(made.earliest > NOW + 5900 and made.earliest < NOW + 6000)
    assert.is_true(made.latest > NOW + 8750 and made.latest < NOW + 8900)
  end)

  it("does not spread a young batch over the whole window", function()
    local made = report.eta(open(settled({}, 60, 600), 60), {now = NOW, window = "1d"})
    assert.same({600, NOW + 600}, {made.seconds, made.finish})
  end)

  it("agrees with what a batch does that goes on evenly", function()
    local list = {}
    for second = 1, 7200 do settled(list, 1, second) end
    open(list, 3600)
    local made = report.eta(list, {now = NOW})
    assert.is_true(math.abs(made.finish - (NOW + 3600)) < 2)
    assert.is_true(made.earliest < NOW + 3600 and made.latest > NOW + 3600)
  end)

  it("says when it is stalled, and when the last task was settled", function()
    local made = report.eta(open(settled({}, 5, 7200), 3), {now = NOW})
    assert.same({"stalled", NOW - 7200}, {made.state, made.last_settled})
    assert.is_nil(made.finish or made.per_hour)
    local view = made:render({width = 80})
    assert.truthy(view:find("STALLED: no task was settled within the last 1 h; 3 tasks are open.", 1, true))
    assert.equal("stalled", report.eta(open({}, 1), {now = NOW}).state)
    assert.equal("running", report.eta(open(settled({}, 5, 7200), 3), {now = NOW, window = "3h"}).state)
  end)

  it("says that it is too early where nothing is settled of a batch that has just begun", function()
    local function begun(...)
      local list = {}
      for _, ago in ipairs {...} do
        local modified = type(ago) == "number" and os.date("!%Y-%m-%dT%H:%M:%S.000Z", NOW - ago) or ago
        list[#list + 1] = {TaskStatus = "QUEUED", UtcModified = modified}
      end
      return list
    end
    local made = report.eta(begun(5, "", 30, 12, "-"), {now = NOW})
    assert.same({"unknown", 30, 5, 0}, {made.state, made.seconds, made.open, made.recent})
    assert.is_nil(made.finish or made.per_hour)
    assert.truthy(made:render({width = 80}):find(
      "Too early to tell: no task was settled in the first 30 s; 5 tasks are open.", 1, true))
    assert.same({"unknown", 0}, {report.eta(begun(-5), {now = NOW}).state, report.eta(begun(-5), {now = NOW}).seconds})
    for state, list in pairs {
      stalled = {begun(5, 900), begun "?", settled(begun(5), 1, 7200)}, running = {settled(begun(5), 1, 6)},
    } do
      for _, each in ipairs(list) do assert.equal(state, report.eta(each, {now = NOW}).state) end
    end
    assert.equal("stalled", report.eta(begun(90), {now = NOW, window = "1m"}).state)
  end)

  it("does not promise an end after few tasks", function()
    local made = report.eta(open(settled({}, 4, 60), 10), {now = NOW})
    assert.is_nil(made.latest)
    assert.truthy(made:render({width = 80}):find("too few tasks were settled to tell", 1, true))
  end)

  it("is done when nothing is open", function()
    assert.equal("done", report.eta(settled({}, 3, 60), {now = NOW}).state)
    assert.truthy(report.eta({}):render({width = 80}):find("There are no tasks.", 1, true))
  end)

  it("makes no rate of times that do not parse or lie ahead", function()
    local list = open({{TaskStatus = "FAILED"}, {TaskStatus = "FAILED", UtcModified = "?"}}, 1)
    assert.same({"stalled", 2}, {report.eta(list, {now = NOW}).state, report.eta(list, {now = NOW}).settled})
    local ahead = report.eta(open(settled({}, 9, -60), 1), {now = NOW})
    assert.same({"running", 1}, {ahead.state, ahead.seconds})
  end)

  it("wants a window", function()
    for _, window in ipairs {"soon", 0, -1} do
      assert.has_error(function() report.eta({}, {window = window}) end)
    end
  end)
end)
