local support = require "spec.support.service"

describe("modules", function()
  local service, key
  before_each(function()
    service = support.new({devices = 50})
    key = service.world.product.key
  end)

  local function code(action, name, more)
    local given = {ProductKey = key, ModuleName = name}
    for parameter, value in pairs(more or {}) do given[parameter] = value end
    return service:code(action, given)
  end

  local function list()
    local names = {}
    for i, module in ipairs(service:get("ListOTAModuleByProduct", {ProductKey = key}).Data) do
      names[i] = module.ModuleName .. module.AliasName
    end
    return names
  end

  it("are created, changed, listed and deleted", function()
    assert.is_true(code("CreateOTAModule", "mcu", {AliasName = "A"}))
    assert.is_true(code("UpdateOTAModule", "mcu", {AliasName = "B"}))
    assert.same({"default", "mcuB"}, list())
    assert.is_true(code("DeleteOTAModule", "mcu"))
    assert.same({"default"}, list())
    for _, action in ipairs {"UpdateOTAModule", "DeleteOTAModule"} do
      assert.equal("iot.ota.ModuleNotFound", code(action, "mcu"))
    end
    assert.equal("iot.ota.ModuleNotFound", code("DeleteOTAModule", "default"))
  end)

  it("are at most 10 custom ones for a product", function()
    for i = 1, 10 do assert.is_true(code("CreateOTAModule", "m" .. i)) end
    assert.equal("iot.ota.ModuleCountExceedMax", code("CreateOTAModule", "m11"))
    assert.equal("iot.ota.ModuleAlreadyExisted", code("CreateOTAModule", "m1"))
    assert.equal("iot.prod.NotExistedProduct", service:code("ListOTAModuleByProduct", {ProductKey = "x"}))
  end)

  it("have the versions that devices reported", function()
    local done = service:get("ListOTATaskByJob", {JobId = "job1", TaskStatus = "SUCCEEDED"}).Data.SimpleOTATaskInfo[1]
    local given = {IotId = done.IotId, CurrentPage = 1, PageSize = 10}
    local members = service:get("ListOTAModuleVersionsByDevice", given)
    assert.equal(1, members.Total)
    assert.same({
      DeviceName = done.DeviceName, IotId = done.IotId, ProductKey = key, ModuleName = "default",
      ModuleVersion = done.DestVersion,
    }, members.Data.SimpleOTAModuleInfo[1])
    given.IotId = "x"
    assert.equal("iot.device.InvalidIoTId", service:code("ListOTAModuleVersionsByDevice", given))
  end)
end)
