local support = require "spec.support.service"

local UNFIT = "iot.common.InvalidFormattedParameter"

describe("ListOTAUnfinishedTaskByDevice", function()
  local service, key, row
  before_each(function()
    service = support.new()
    key = service.world.product.key
    row = service:get("ListOTATaskByJob", {JobId = "job1", TaskStatus = "NOTIFIED"}).Data.SimpleOTATaskInfo[1]
  end)

  local function list(more)
    local given = {ProductKey = key, DeviceName = row.DeviceName}
    for name, value in pairs(more) do given[name] = value end
    return service:get("ListOTAUnfinishedTaskByDevice", given).Data.SimpleOTATaskInfo
  end

  it("shows the tasks that a device has in a state", function()
    local tasks = list({TaskStatus = "NOTIFIED"})
    assert.equal(1, #tasks)
    assert.same({row.TaskId, "default", nil}, {tasks[1].TaskId, tasks[1].ModuleName, tasks[1].Progress})
    assert.same({}, list({TaskStatus = "QUEUED"}))
    assert.equal(1, #list({TaskStatusList = {"QUEUED", "NOTIFIED"}}))
  end)

  it("filters by module", function()
    assert.equal(1, #list({TaskStatus = "NOTIFIED", ModuleName = "default"}))
    assert.same({}, list({TaskStatus = "NOTIFIED", ModuleName = "mcu"}))
  end)

  it("takes an IotId instead of ProductKey and DeviceName", function()
    local given = {IotId = row.IotId, TaskStatus = "NOTIFIED"}
    assert.equal(1, #service:get("ListOTAUnfinishedTaskByDevice", given).Data.SimpleOTATaskInfo)
    assert.equal("iot.prod.NullProductKey", service:code("ListOTAUnfinishedTaskByDevice", {TaskStatus = "QUEUED"}))
  end)

  it("needs either TaskStatus or TaskStatusList, with unfinished states", function()
    for _, given in ipairs {
      {}, {TaskStatus = "QUEUED", TaskStatusList = {"QUEUED"}}, {TaskStatus = "FAILED"}, {TaskStatusList = {"FAILED"}},
    } do
      given.IotId = row.IotId
      assert.equal(UNFIT, service:code("ListOTAUnfinishedTaskByDevice", given))
    end
  end)
end)
