-- Finds what a request names, or refuses the request. No list of the iot.ota codes is public: those that are not
-- FirmwareNotFound (ModifyOTAFirmware, Code) are assumptions.

local refusal = require "aliota.sandbox.refusal"

local find = {}

---@param world SandboxWorld
---@param id string
---@return SandboxBatch
function find.batch(world, id)
  local batch = world:find_batch(id)
  if not batch then refusal.business("iot.ota.JobNotFound", "The update batch does not exist.") end
  return batch
end

---@param world SandboxWorld
---@param key string
---@return table
function find.product(world, key)
  if world.product.key ~= key then refusal.business("iot.prod.NotExistedProduct", "The product does not exist.") end
  return world.product
end

---@param world SandboxWorld
---@param id string
---@return table
function find.package(world, id)
  local package = world.packages_by_id[id]
  if not package then refusal.business("iot.ota.FirmwareNotFound", "The update package does not exist.") end
  return package
end

---@param product table
---@param name string
---@return integer
function find.device(product, name)
  local device = product:find(name)
  if not device then refusal.business("iot.device.NotExistedDevice", "The device does not exist.") end
  return device
end

--- A device by IotId, or by ProductKey and DeviceName.
---@param world SandboxWorld
---@param parameters table<string, string>
---@return integer
function find.device_of(world, parameters)
  if parameters.IotId then
    local device = world.product:find_iot_id(parameters.IotId)
    if not device then refusal.business("iot.device.InvalidIoTId", "The IotId is not that of a device.") end
    return device
  end
  if not parameters.ProductKey then refusal.business("iot.prod.NullProductKey", "ProductKey or IotId is needed.") end
  if not parameters.DeviceName then refusal.business("iot.device.NullDeviceName", "DeviceName or IotId is needed.") end
  return find.device(find.product(world, parameters.ProductKey), parameters.DeviceName)
end

return find
