local operations = require "aliota.sandbox.operations"
local cjson = require "cjson"
local data = require "spec.support.data"
local support = require "spec.support.service"

-- Which calls show the answer of each operation; they run in this order, on one account.
local function calls(service)
  local world = service.world
  local key, firmware = world.product.key, world.packages[1].FirmwareId
  local confirm = service:get("ListOTATaskByJob", {JobId = "job1", TaskStatus = "CONFIRM"}).Data.SimpleOTATaskInfo[1]
  local failed = service:get("ListOTATaskByJob", {JobId = "job1", TaskStatus = "FAILED"}).Data.SimpleOTATaskInfo[1]
  local page = {CurrentPage = 1, PageSize = 10}
  local function paged(more)
    for name, value in pairs(page) do more[name] = value end
    return more
  end
  local of_package = {FirmwareId = firmware, ProductKey = key}
  local function job(more)
    for name, value in pairs(of_package) do more[name] = value end
    return more
  end
  return {
    {"GenerateOTAUploadURL", {}},
    {"GenerateDeviceNameListURL", {}},
    {"CreateOTAModule", {ProductKey = key, ModuleName = "mcu"}},
    {"UpdateOTAModule", {ProductKey = key, ModuleName = "mcu", Desc = "d"}},
    {"ListOTAModuleByProduct", {ProductKey = key}},
    {"DeleteOTAModule", {ProductKey = key, ModuleName = "mcu"}},
    {"ListOTAModuleVersionsByDevice", paged {ProductKey = key, DeviceName = "device-000001"}},
    {"CreateOTAFirmware", {DestVersion = "2", FirmwareName = "two", MultiFiles = {{Name = "a", Size = 7}}}},
    {"ListOTAFirmware", paged {}},
    {"QueryOTAFirmware", {FirmwareId = firmware}},
    {"ModifyOTAFirmware", {FirmwareId = firmware, ProductKey = key, FirmwareDesc = "d"}},
    {"CreateOTAStaticUpgradeJob", job {TargetSelection = "ALL", Tag = {{Key = "k", Value = "v"}}}},
    {"CreateOTADynamicUpgradeJob", job {SrcVersion = {"1.0.0"}}},
    {"CreateOTAVerifyJob", job {TargetDeviceName = {"device-000001"}}},
    {"QueryOTAJob", {JobId = "job1"}},
    {"ListOTAJobByFirmware", paged {FirmwareId = firmware}},
    {"ListOTAJobByDevice", paged(job {DeviceName = "device-000001"})},
    {"ListOTATaskByJob", {JobId = "job1"}},
    {"ListOTAUnfinishedTaskByDevice", {IotId = confirm.IotId, TaskStatus = "CONFIRM"}},
    {"ConfirmOTATask", {TaskId = {confirm.TaskId}}},
    {"ReupgradeOTATask", {JobId = "job1", TaskId = {failed.TaskId}}},
    {"CancelOTATaskByDevice", job {DeviceName = {"device-000001"}}},
    {"CancelOTATaskByJob", {JobId = "job1", CancelQueuedTask = true}},
    {"UpdateOTAJob", {JobId = "job1", MaximumPerMinute = 100, TargetSelection = "ALL", UpgradeType = "STATIC"}},
    {"CancelOTAStrategyByJob", {JobId = world.batches[3] and world.batches[3].id}},
    {"DeleteOTAFirmware", {FirmwareId = firmware}},
  }
end

-- Whether a value has the documented members and JSON types, all of them and no others.
local function check_shape(path, shape, value)
  if value == cjson.null and type(shape) == "string" then return end
  if type(shape) == "string" then return assert.equal(shape, type(value), path) end
  assert.equal("table", type(value), path)
  if shape[1] then
    for i, item in ipairs(value) do check_shape(path .. "[" .. i .. "]", shape[1], item) end
    return
  end
  for name in pairs(value) do assert.truthy(shape[name], path .. "." .. name .. " is not documented") end
  for name, member in pairs(shape) do
    assert.is_not_nil(value[name], path .. "." .. name .. " is missing")
    check_shape(path .. "." .. name, member, value[name])
  end
end

-- What the responder adds, or what an answer has only when the call failed.
local ADDED = {Success = true, RequestId = true, Code = true, ErrorMessage = true}

describe("operations", function()
  local documented = {}
  for _, operation in ipairs(cjson.decode(data.read("operations.json")).operations) do
    documented[operation.action] = operation
  end

  it("are the 26 that are documented", function()
    for name in pairs(operations) do assert.truthy(documented[name], name) end
    for name in pairs(documented) do assert.truthy(operations[name], name) end
  end)

  it("require what is documented as required", function()
    for name, operation in pairs(documented) do
      local required = {}
      for _, parameter in ipairs(operation.request) do
        if parameter.required then
          required[#required + 1] = parameter.type == "RepeatList" and parameter.name .. ".N" or parameter.name
        end
      end
      local ours = {}
      for i, parameter in ipairs(operations[name].required) do ours[i] = parameter end
      table.sort(required)
      table.sort(ours)
      assert.same(required, ours, name)
    end
  end)

  it("answer with the documented members and types", function()
    local service = support.new()
    local seen, list = {}, calls(service)
    for i, call in ipairs(list) do
      local action = call[1]
      -- The dynamic batch exists only after the calls before.
      if action == "CancelOTAStrategyByJob" then call[2] = {JobId = service.world.batches[3].id} end
      local shape = {}
      for name, member in pairs(documented[action].response) do
        if not ADDED[name] then shape[name] = member end
      end
      check_shape(action, shape, service:get(action, call[2]))
      seen[action] = i
    end
    for name in pairs(documented) do assert.truthy(seen[name], name) end
  end)
end)
