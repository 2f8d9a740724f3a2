local product = require "aliota.sandbox.world.product"

describe("product", function()
  local made
  before_each(function() made = product.new {seed = 1, devices = 2500, created = 0} end)

  it("finds a device by its exact name only", function()
    assert.equal(17, made:find(made.device_name(17)))
    for _, name in ipairs {"device-17", "device-000000", "device-002501", "device-0000017", "x", "device-000017\0"} do
      assert.is_nil(made:find(name), name)
    end
  end)

  it("finds a device by its IotId only while it has it", function()
    assert.equal(2500, made:find_iot_id(made:iot_id(2500)))
    assert.is_nil(made:find_iot_id(made:iot_id(2501)))
    assert.is_nil(made:find_iot_id("x"))
  end)

  it("knows which version a device came with, and what it reported since", function()
    local came_with = made:version(1, "default")
    assert.truthy(came_with:find("^1%.[01]%.[01]"))
    made:report(1, "default", "9.9")
    made:report(2, "mcu", "3")
    assert.equal("9.9", made:version(1, "default"))
    assert.equal("3", made:version(2, "mcu"))
    assert.equal(came_with, product.new({seed = 1, devices = 1, created = 0}):version(1, "default"))
  end)

  it("lists the modules of which a device has a version", function()
    made.modules[2] = {ModuleName = "mcu"}
    assert.equal(1, #made:module_versions(7))
    made:report(7, "mcu", "3")
    assert.same({ModuleName = "mcu", ModuleVersion = "3"}, made:module_versions(7)[2])
  end)
end)
