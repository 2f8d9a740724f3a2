local report = require "aliota.report"
local tasks = require "spec.support.tasks"

local function of(...)
  local list = {}
  for i, status in ipairs {...} do list[i] = {TaskStatus = status, JobId = "j"} end
  return report.summary(list)
end

describe("report.summary", function()
  it("agrees with the sandbox's truth", function()
    local list, box = tasks.new {devices = 2500, seed = 4}
    local truth, made = box.world:truth().jobs[1], report.summary(list)
    assert.equal(truth.total, made.total)
    for status, count in pairs(truth.by_status) do assert.equal(count, made.by_status[status]) end
    local settled = truth.by_status.SUCCEEDED + truth.by_status.FAILED + truth.by_status.CANCELED
    assert.same({settled, truth.total - settled}, {made.settled, made.open})
    assert.same({box.job_id}, made.batches)
  end)

  it("has rates of what ended by itself", function()
    local made = of("SUCCEEDED", "SUCCEEDED", "SUCCEEDED", "FAILED", "CANCELED", "QUEUED", "QUEUED", "CONFIRM")
    assert.same({0.75, 0.25, 5 / 8, 4}, {made.success_rate, made.failure_rate, made.settled_rate, made.ended})
  end)

  it("counts states that nobody has documented under their own names, last", function()
    local made = of("PAUSED", "FAILED", "PAUSED")
    assert.same({2, 1}, {made.by_status.PAUSED, made.by_status.FAILED})
    assert.same({status = "PAUSED", count = 2, share = 2 / 3}, made.statuses[8])
    assert.same({1, 0}, {made.settled, made.open})
  end)

  it("drops no row, whatever its TaskStatus", function()
    local made = report.summary {{}, {TaskStatus = 5}, {TaskStatus = "5"}, {TaskStatus = true}}
    assert.equal(4, made.total)
    assert.same({1, 2, 1}, {made.by_status["(none)"], made.by_status["5"], made.by_status["true"]})
    assert.truthy(made:render {width = 80}:find "%(none%) +1 +25.0 %%")
  end)

  it("has no rates of nothing", function()
    local made = report.summary {}
    assert.same({0, 0, 0}, {made.total, made.settled, made.by_status.FAILED})
    assert.is_nil(made.success_rate or made.failure_rate or made.settled_rate)
    assert.truthy(made:render {width = 80}:find("success  0 of 0  –", 1, true))
    assert.is_nil(of("QUEUED").success_rate)
    assert.equal(1, of("SUCCEEDED").success_rate)
  end)
end)
