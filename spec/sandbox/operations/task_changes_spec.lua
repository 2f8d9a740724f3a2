local support = require "spec.support.service"

local UNFIT, TOO_MANY = "iot.common.InvalidFormattedParameter", "iot.check.ParameterIsNotLessThanMax"

describe("task_changes", function()
  local service, world
  before_each(function()
    service = support.new()
    world = service.world
  end)

  local function tasks(status)
    return service:get("ListOTATaskByJob", {JobId = "job1", TaskStatus = status, PageSize = 100}).Data.SimpleOTATaskInfo
  end

  local function counts() return world:truth().jobs[1].by_status end

  local function ids(rows, count)
    local list = {}
    for i = 1, count do list[i] = rows[i].TaskId end
    return list
  end

  describe("ConfirmOTATask", function()
    it("confirms up to 10 tasks that are to be confirmed", function()
      local rows, before = tasks("CONFIRM"), counts()
      assert.equal(TOO_MANY, service:code("ConfirmOTATask", {TaskId = ids(rows, 11)}))
      assert.is_true(service:code("ConfirmOTATask", {TaskId = ids(rows, 10)}))
      assert.same({before.CONFIRM - 10, before.QUEUED + 10}, {counts().CONFIRM, counts().QUEUED})
    end)

    it("changes nothing when one of them is another", function()
      local before = counts()
      local mixed = {tasks("CONFIRM")[1].TaskId, tasks("FAILED")[1].TaskId}
      assert.equal("iot.ota.InvalidTaskStatus", service:code("ConfirmOTATask", {TaskId = mixed}))
      assert.equal("iot.ota.TaskNotFound", service:code("ConfirmOTATask", {TaskId = {mixed[1], "x"}}))
      assert.equal("MissingTaskId", service:code("ConfirmOTATask", {}))
      assert.same(before, counts())
    end)
  end)

  describe("ReupgradeOTATask", function()
    it("starts failed and cancelled tasks again, with NeedConfirm to be confirmed again", function()
      local before = counts()
      local lost = {tasks("FAILED")[1].TaskId, tasks("CANCELED")[1].TaskId}
      assert.is_true(service:code("ReupgradeOTATask", {JobId = "job1", TaskId = lost}))
      assert.same({before.FAILED - 1, before.CANCELED - 1, before.CONFIRM + 2},
        {counts().FAILED, counts().CANCELED, counts().CONFIRM})
    end)

    it("refuses other tasks, more than 10, and those of another batch", function()
      local function code(given)
        given.JobId = given.JobId or "job1"
        return service:code("ReupgradeOTATask", given)
      end
      for _, status in ipairs {"CONFIRM", "QUEUED", "NOTIFIED", "IN_PROGRESS", "SUCCEEDED"} do
        assert.equal("iot.ota.InvalidTaskStatus", code({TaskId = ids(tasks(status), 1)}))
      end
      assert.equal(TOO_MANY, code({TaskId = ids(tasks("FAILED"), 11)}))
      assert.equal("MissingTaskId", code({}))
      assert.equal("iot.ota.JobNotFound", code({JobId = "x", TaskId = {"y"}}))
      local other = service:get("CreateOTADynamicUpgradeJob", {
        FirmwareId = world.packages[1].FirmwareId, ProductKey = world.product.key,
      }).Data.JobId
      assert.equal("iot.ota.TaskNotFound", code({JobId = other, TaskId = ids(tasks("FAILED"), 1)}))
    end)
  end)

  describe("CancelOTATaskByDevice", function()
    local function cancel(more)
      local given = {FirmwareId = world.packages[1].FirmwareId, ProductKey = world.product.key}
      for name, value in pairs(more) do given[name] = value end
      return service:code("CancelOTATaskByDevice", given)
    end

    it("cancels what no device has begun, and may be repeated", function()
      local before = counts()
      local names = {
        tasks("CONFIRM")[1].DeviceName, tasks("QUEUED")[1].DeviceName, tasks("NOTIFIED")[1].DeviceName,
        tasks("IN_PROGRESS")[1].DeviceName, tasks("SUCCEEDED")[1].DeviceName,
      }
      for _ = 1, 2 do
        assert.is_true(cancel({DeviceName = names}))
        assert.same({before.CANCELED + 3, before.IN_PROGRESS}, {counts().CANCELED, counts().IN_PROGRESS})
      end
    end)

    it("looks at one batch only when it is named", function()
      local name = tasks("QUEUED")[1].DeviceName
      assert.equal("iot.ota.JobNotFound", cancel({JobId = "x", DeviceName = {name}}))
      local before = counts().QUEUED
      assert.is_true(cancel({JobId = "job1", DeviceName = {name}}))
      assert.equal(before - 1, counts().QUEUED)
    end)

    it("takes 200 different names of devices", function()
      local names = {}
      for i = 1, 200 do names[i] = ("device-%06d"):format(i) end
      names[201] = names[1]
      assert.is_true(cancel({DeviceName = names}))
      names[201] = "device-000201"
      assert.equal(TOO_MANY, cancel({DeviceName = names}))
      assert.equal("iot.device.NotExistedDevice", cancel({DeviceName = {"x"}}))
      assert.equal("MissingDeviceName", cancel({}))
    end)
  end)

  describe("CancelOTATaskByJob", function()
    local function cancel(given)
      given.JobId = "job1"
      return service:code("CancelOTATaskByJob", given)
    end

    it("needs at least one switch that is true", function()
      assert.equal(UNFIT, cancel({}))
      assert.equal(UNFIT, cancel({CancelQueuedTask = false}))
      assert.equal(UNFIT, cancel({CancelQueuedTask = "yes"}))
    end)

    for status, switch in pairs {
      NOTIFIED = "CancelNotifiedTask", IN_PROGRESS = "CancelInProgressTask", CONFIRM = "CancelUnconfirmedTask",
    } do
      it("cancels with " .. switch .. " what is " .. status .. " and nothing else", function()
        local expected = counts()
        expected.CANCELED, expected[status] = expected.CANCELED + expected[status], 0
        assert.is_true(cancel({[switch] = true}))
        assert.same(expected, counts())
        assert.equal("task canceled by user", tasks("CANCELED")[1].TaskDesc)
      end)
    end

    it("cancels unconfirmed tasks with the queued ones unless CancelUnconfirmedTask says otherwise", function()
      local before = counts()
      assert.is_true(cancel({CancelQueuedTask = true, CancelUnconfirmedTask = false}))
      assert.same({0, before.CONFIRM}, {counts().QUEUED, counts().CONFIRM})
      assert.is_true(cancel({CancelQueuedTask = true}))
      assert.same({0, 0}, {counts().QUEUED, counts().CONFIRM})
    end)

    it("calls a planned batch off with CancelScheduledTask, and with no other", function()
      local start = world:milliseconds() + 3600 * 1000
      local id = service:get("CreateOTAStaticUpgradeJob", {
        FirmwareId = world.packages[1].FirmwareId, ProductKey = world.product.key, TargetSelection = "ALL",
        ScheduleTime = ("%d"):format(start),
      }).Data.JobId
      local batch = world:find_batch(id)
      service:get("CancelOTATaskByJob", {JobId = id, CancelQueuedTask = true})
      assert.same({"PLANNED", batch.tasks.size}, {batch.status, batch:truth().by_status.QUEUED})
      service:get("CancelOTATaskByJob", {JobId = id, CancelScheduledTask = true})
      assert.same({"CANCELED", batch.tasks.size}, {batch.status, batch:truth().by_status.CANCELED})
      world:advance(7200)
      assert.equal("CANCELED", batch.status)
    end)
  end)
end)
