local report = require "aliota.report"
local tasks = require "spec.support.tasks"

local NOW = 1767628800

local function open(status, age, more)
  local task = {TaskStatus = status, UtcModified = os.date("!%Y-%m-%dT%H:%M:%S.000Z", NOW - age)}
  for name, value in pairs(more or {}) do task[name] = value end
  return task
end

describe("report.stuck", function()
  it("agrees with the sandbox's truth", function()
    local list, box = tasks.new {devices = 2500, seed = 4}
    local truth = box.world:truth().jobs[1].by_status
    local made = report.stuck(list, {now = box.world:now(), after = "10h"})
    local open_tasks, stuck = 0, 0
    for _, row in ipairs(made.statuses) do
      assert.equal(truth[row.status], row.count)
      local ages = 0
      for _, count in ipairs(row.ages) do ages = ages + count end
      assert.equal(row.count, ages)
      open_tasks, stuck = open_tasks + row.count, stuck + row.stuck
    end
    assert.same({open_tasks, stuck}, {made.open, made.stuck})
    local limit, old = os.date("!%Y-%m-%dT%H:%M:%S.000Z", box.world:now() - 36000), 0
    for _, task in ipairs(list) do
      local is_open = not ("SUCCEEDED FAILED CANCELED"):find(task.TaskStatus, 1, true)
      if is_open and task.UtcModified <= limit then old = old + 1 end
    end
    assert.equal(old, made.stuck)
    assert.is_true(old > 0 and old < made.open)
  end)

  it("takes for stuck what is unchanged for its Timeout, else for a day, or for what it is told", function()
    local list = {open("NOTIFIED", 3600, {Timeout = 60}), open("NOTIFIED", 3599, {Timeout = 60}), open("QUEUED", 86400),
      open("QUEUED", 86399), {TaskStatus = "FAILED", UtcModified = "2019-01-01T00:00:00Z"}}
    assert.same({4, 2}, {report.stuck(list, {now = NOW}).open, report.stuck(list, {now = NOW}).stuck})
    assert.equal(3, report.stuck(list, {now = NOW, after = 3600}).stuck)
    assert.equal(0, report.stuck(list, {now = NOW, after = "2d"}).stuck)
  end)

  it("lists the oldest, the oldest first", function()
    local list = {}
    for i = 1, 500 do list[i] = open("QUEUED", i * 7919 % 500 * 60, {DeviceName = "d" .. i}) end
    local made = report.stuck(list, {now = NOW, most = 3})
    assert.same({499 * 60, 498 * 60, 497 * 60}, {made.oldest[1].age, made.oldest[2].age, made.oldest[3].age})
    assert.equal(3, #made.oldest)
    assert.same({}, report.stuck(list, {now = NOW, most = 0}).oldest)
  end)

  it("counts tasks whose time does not parse, and future ones as fresh", function()
    local list = {{TaskStatus = "QUEUED"}, {TaskStatus = "QUEUED", UtcModified = "x"}, open("QUEUED", -99)}
    local made = report.stuck(list, {now = NOW})
    assert.same({3, 0, 2}, {made.open, made.stuck, made.ageless})
    assert.same({status = "QUEUED", count = 3, stuck = 0, ageless = 2, ages = {1, 0, 0, 0, 0}}, made.statuses[1])
    assert.truthy(made:render({width = 80}):find "no age")
  end)

  it("has nothing to say when nothing is open", function()
    assert.truthy(report.stuck({}):render({width = 80}):find "No task is open%.")
    assert.is_true(math.abs(report.stuck({}).now - os.time()) < 60)
  end)

  it("shows ages and limits of any size", function()
    local list = {open("QUEUED", 10, {Timeout = 1e300}), open("QUEUED", 10, {Timeout = 0 / 0})}
    local shown = report.stuck(list, {now = NOW}):render {width = 100}
    assert.truthy(shown:find("6e+301 s", 1, true) and shown:find("NaN s", 1, true))
  end)

  it("wants a length of time", function()
    local ok, message = pcall(function() report.stuck({}, {after = "soon"}) end)
    assert.is_false(ok)
    assert.truthy(message:find 'stuck_spec.lua:%d+: stuck: after is "soon"; it must be seconds, or a text such as "6h"')
  end)
end)
