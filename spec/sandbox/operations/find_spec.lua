local find = require "aliota.sandbox.operations.find"
local refusal = require "aliota.sandbox.refusal"
local support = require "spec.support.service"

describe("find", function()
  local world
  setup(function() world = support.new({devices = 5}).world end)

  local function code(f, ...)
    local ok, result = pcall(f, ...)
    assert.is_false(ok)
    assert.is_true(refusal.is(result), tostring(result))
    return result.code
  end

  it("finds what there is", function()
    assert.equal("job1", find.batch(world, "job1").id)
    assert.equal(world.product, find.product(world, world.product.key))
    assert.equal(world.packages[1], find.package(world, world.packages[1].FirmwareId))
    assert.equal(3, find.device(world.product, "device-000003"))
    assert.equal(3, find.device_of(world, {IotId = world.product:iot_id(3)}))
    assert.equal(3, find.device_of(world, {ProductKey = world.product.key, DeviceName = "device-000003"}))
  end)

  it("refuses what there isn't", function()
    assert.equal("iot.ota.JobNotFound", code(find.batch, world, "x"))
    assert.equal("iot.prod.NotExistedProduct", code(find.product, world, "x"))
    assert.equal("iot.ota.FirmwareNotFound", code(find.package, world, "x"))
    assert.equal("iot.device.NotExistedDevice", code(find.device, world.product, "x"))
    assert.equal("iot.device.InvalidIoTId", code(find.device_of, world, {IotId = "x"}))
    assert.equal("iot.prod.NullProductKey", code(find.device_of, world, {DeviceName = "device-000003"}))
    assert.equal("iot.device.NullDeviceName", code(find.device_of, world, {ProductKey = world.product.key}))
  end)
end)
