local support = require "spec.support.service"

local START = support.NOW

-- A fresh batch with a static job on it; returns the service and a function that gives the tasks as rows by name.
local function fresh(options)
  options.rollout = "fresh"
  local service = support.new(options)
  return service, function()
    local rows = {}
    for row in service.world:each_row("job1") do rows[row.DeviceName] = row end
    return rows
  end
end

local function created(settings, options)
  options = options or {}
  options.devices, options.rollout = options.devices or 200, "fresh"
  local service = support.new(options)
  service.world.batches[1]:call_off(service.world:milliseconds())
  settings.FirmwareId, settings.ProductKey = service.world.packages[1].FirmwareId, service.world.product.key
  settings.TargetSelection = "ALL"
  local id = service:get("CreateOTAStaticUpgradeJob", settings).Data.JobId
  return service, service.world:find_batch(id)
end

local ORDER = {CONFIRM = 1, QUEUED = 2, NOTIFIED = 3, IN_PROGRESS = 4, SUCCEEDED = 5, FAILED = 5, CANCELED = 5}

describe("rollout", function()
  it("takes every task through its states in their order, with rising progress", function()
    local service, rows = fresh({devices = 300})
    local before, seen = rows(), {}
    for _, row in pairs(before) do assert.equal("QUEUED", row.TaskStatus) end
    for _ = 1, 60 do
      service.world:advance(5)
      local now = rows()
      for name, row in pairs(now) do
        local was = before[name]
        assert.is_true(ORDER[row.TaskStatus] >= ORDER[was.TaskStatus])
        if row.TaskStatus == was.TaskStatus then
          assert.is_true(tonumber(row.Progress) >= tonumber(was.Progress))
        end
        if row.TaskStatus == "IN_PROGRESS" then assert.is_true(tonumber(row.Progress) < 100) end
        assert.is_true(row.UtcModified >= was.UtcModified)
        seen[row.TaskStatus] = true
      end
      before = now
    end
    assert.same({NOTIFIED = true, IN_PROGRESS = true, SUCCEEDED = true, FAILED = true}, seen)
  end)

  it("fails for weighted reasons", function()
    local service, rows = fresh({devices = 3000})
    service.world:advance(1800)
    local reasons = {}
    for _, row in pairs(rows()) do
      if row.TaskStatus == "FAILED" then reasons[row.TaskDesc] = (reasons[row.TaskDesc] or 0) + 1 end
    end
    local most = reasons["report version is not conform"]
    for reason, count in pairs(reasons) do assert.is_true(count <= most, reason) end
  end)

  it("times a device out that doesn't answer, TimeoutInMinutes after its notification", function()
    local service, rows = fresh({devices = 300, timeout_minutes = 30})
    service.world:advance(1790)
    for _, row in pairs(rows()) do assert.are_not.equal("device upgrade timeout", row.TaskDesc) end
    service.world:advance(20)
    local timed_out = 0
    for _, row in pairs(rows()) do
      if row.TaskDesc == "device upgrade timeout" then timed_out = timed_out + 1 end
    end
    assert.is_true(timed_out > 0)
    assert.equal("COMPLETED", service.world:truth().jobs[1].JobStatus)
  end)

  it("lets devices without a time-out come back hours later", function()
    local service = fresh({devices = 300, timeout_minutes = false})
    service.world:advance(1800)
    assert.is_true(service.world:truth().jobs[1].by_status.NOTIFIED > 0)
    service.world:advance(14 * 3600)
    assert.equal("COMPLETED", service.world:truth().jobs[1].JobStatus)
  end)

  it("notifies at most MaximumPerMinute in any minute", function()
    local service, batch = created({MaximumPerMinute = 10})
    local counts = {}
    for second = 1, 300 do
      service.world:advance(1)
      counts[second] = 200 - batch:truth().by_status.QUEUED
      if second > 60 then assert.is_true(counts[second] - counts[second - 60] <= 10) end
    end
    assert.equal(50, counts[300])
  end)

  it("tries nothing again in a batch that was cancelled as a whole", function()
    local service, batch = created({RetryCount = 5, RetryInterval = 1440, TimeoutInMinutes = 60}, {devices = 1000})
    service.world:advance(7200)
    local failed = batch:truth().by_status.FAILED
    assert.is_true(failed > 0)
    service:get("CancelOTATaskByJob", {
      JobId = batch.id, CancelQueuedTask = "true", CancelNotifiedTask = "true", CancelInProgressTask = "true",
    })
    assert.equal("COMPLETED", batch.status)
    service.world:advance(3 * 86400)
    assert.equal(failed, batch:truth().by_status.FAILED)
  end)

  it("tries failed tasks again by itself, RetryCount times after RetryInterval minutes", function()
    local service, batch = created({RetryCount = 2, RetryInterval = 10, TimeoutInMinutes = 60}, {devices = 1000})
    service.world:advance(420)
    local failed_first = batch:truth().by_status.FAILED
    assert.is_true(failed_first > 20)
    assert.equal(failed_first, batch.retries)
    service.world:advance(6 * 3600)
    local failed_last = batch:truth().by_status.FAILED
    assert.is_true(failed_last < failed_first / 3)
    assert.same({"COMPLETED", 0}, {batch.status, batch.retries})
    for task = 1, 1000 do assert.is_true(batch.tasks.attempt[task] <= 2) end
  end)

  it("waits for ConfirmOTATask with NeedConfirm", function()
    local service, batch = created({NeedConfirm = true}, {devices = 20})
    service.world:advance(3600)
    assert.equal(20, batch:truth().by_status.CONFIRM)
    service:get("ConfirmOTATask", {TaskId = {batch.rows:row(3).TaskId, batch.rows:row(4).TaskId}})
    assert.equal(2, batch:truth().by_status.QUEUED)
    service.world:advance(600)
    local truth = batch:truth().by_status
    assert.same({18, 0}, {truth.CONFIRM, truth.QUEUED})
  end)

  it("begins at ScheduleTime and lets nothing new begin after ScheduleFinishTime", function()
    local service, batch = created({
      ScheduleTime = (START + 600) * 1000, ScheduleFinishTime = (START + 600 + 3600) * 1000, MaximumPerMinute = 10,
    }, {devices = 1000})
    service.world:advance(599)
    assert.same({"PLANNED", 1000}, {batch.status, batch:truth().by_status.QUEUED})
    service.world:advance(60)
    assert.equal("IN_PROGRESS", batch.status)
    service.world:advance(3540)
    local queued = batch:truth().by_status.QUEUED
    assert.is_true(queued > 350)
    service.world:advance(600)
    assert.same({0, "COMPLETED"}, {batch:truth().by_status.QUEUED, batch.status})
    assert.is_true(batch:truth().by_status.CANCELED >= queued - 10)
  end)
end)
