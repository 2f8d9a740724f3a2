local looks = require "spec.support.looks"
local stop = require "aliota.plan.stop"

local OPEN = {CONFIRM = 1, QUEUED = 2, NOTIFIED = 3, IN_PROGRESS = 4, FAILED = 5}

local function seen(job, given)
  return {job = job, counts = looks.counts(given or OPEN, "j")}
end

local function actions(parts)
  local list = {}
  for i, item in ipairs(parts.items) do list[i] = item.action end
  return list
end

describe("plan.stop", function()
  it("is for what no device has begun", function()
    local parts = stop.parts(seen {JobStatus = "IN_PROGRESS", SelectionType = "STATIC"},
      {JobId = "j", IotInstanceId = "i"})
    assert.same({CONFIRM = 1, QUEUED = 2, NOTIFIED = 3}, parts.by_status)
    assert.same({IN_PROGRESS = 4}, parts.left_out)
    assert.same({"CancelOTATaskByJob"}, actions(parts))
    assert.same({{JobId = "j", IotInstanceId = "i", CancelQueuedTask = true, CancelNotifiedTask = true,
      CancelUnconfirmedTask = true}}, parts.batches)
  end)

  it("is also for what is being installed, where that is wanted", function()
    local parts = stop.parts(seen {JobStatus = "IN_PROGRESS", SelectionType = "STATIC"}, {JobId = "j"}, true)
    assert.same({4, {}, true}, {parts.by_status.IN_PROGRESS, parts.left_out, parts.batches[1].CancelInProgressTask})
  end)

  it("stops a dynamic batch first, and calls off one that is yet to begin", function()
    local parts = stop.parts(seen {JobStatus = "IN_PROGRESS", SelectionType = "DYNAMIC"}, {JobId = "j"})
    assert.same({"CancelOTAStrategyByJob", "CancelOTATaskByJob"}, actions(parts))
    assert.is_nil(parts.batches[1].CancelScheduledTask)
    parts = stop.parts(seen({JobStatus = "PLANNED", SelectionType = "STATIC"}, {QUEUED = 9}), {JobId = "j"})
    assert.is_true(parts.batches[1].CancelScheduledTask and parts.batches[1].CancelQueuedTask)
  end)

  it("is for nothing where the batch is over, but for tasks that were begun anew", function()
    for _, status in ipairs {"COMPLETED", "COMPLETE", "CANCELED"} do
      local job = {JobStatus = status, SelectionType = "DYNAMIC"}
      assert.same({}, actions(stop.parts(seen(job, {FAILED = 5}), {JobId = "j"})))
    end
    assert.equal(2, #stop.parts(seen {JobStatus = "COMPLETED", SelectionType = "DYNAMIC"}, {JobId = "j"}).items)
  end)

  describe("has come to", function()
    local function outcome(job, now)
      local before = seen(job)
      local plan = stop.parts(before, {JobId = "j"})
      plan.latest = now and {job = job, counts = looks.counts(now), figures = looks.counts(now):report()}
      return stop.outcome(plan, before.counts)
    end

    local JOB = {JobStatus = "IN_PROGRESS", SelectionType = "STATIC", RetryCount = 2}

    it("nothing that is known where nobody has looked", function() assert.is_nil(outcome(JOB)) end)

    it("what a look has shown", function()
      assert.same({canceled = 5, under_way = 4, left = 1, retries = 5},
        outcome(JOB, {QUEUED = 1, IN_PROGRESS = 4, CANCELED = 5, FAILED = 5}))
      assert.equal(0, outcome({JobStatus = "COMPLETED", RetryCount = 2}, {FAILED = 5, CANCELED = 6}).retries)
      assert.equal(0, outcome({JobStatus = "IN_PROGRESS"}, {FAILED = 5, CANCELED = 6}).retries)
    end)
  end)
end)
