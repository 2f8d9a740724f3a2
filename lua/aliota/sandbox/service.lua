-- The service behind the gateway: finds the operation, checks what all operations share, lets it answer.

local refusal = require "aliota.sandbox.refusal"

---@class Operation
---@field parameters string[] the documented request parameters, without IotInstanceId
---@field required string[]
---@field answer fun(world: table, parameters: table<string, string>): table members of the answer

local service = {}

local Service = {}
Service.__index = Service

---@type table<string, Operation>
local OPERATIONS = {
  ListOTATaskByJob = require "aliota.sandbox.list_ota_task_by_job",
}

---@param world {batch: table, instance_id: string?}
function service.new(world)
  return setmetatable({world = world}, Service)
end

-- Every operation, IotInstanceId: an instance that has an id must be named. That the code is this one is an
-- assumption, taken from the example values of other operations.
local function check_instance(parameters, instance_id)
  if parameters.IotInstanceId ~= instance_id then
    refusal.business("iot.system.InstanceNotFound",
      parameters.IotInstanceId and "The instance does not exist." or "IotInstanceId is mandatory for this instance.")
  end
end

-- An empty value counts as not sent, for gateway and service alike.
local function without_empty(parameters)
  local given = {}
  for name, value in pairs(parameters) do
    if value ~= "" then given[name] = value end
  end
  return given
end

---@param action string?
---@return Operation?
function service.operation(action)
  return OPERATIONS[action]
end

--- Answers an accepted call. Raises a refusal of the gateway or of the service.
---@param action string
---@param parameters table<string, string>
---@return table members
function Service:answer(action, parameters)
  local operation = service.operation(action)
  if not operation then
    refusal.gateway("InvalidAction.NotFound", "Specified api is not found, please check your url and method.")
  end
  local given = without_empty(parameters)
  for _, name in ipairs(operation.required) do
    if not given[name] then refusal.missing(name) end
  end
  check_instance(given, self.world.instance_id)
  return operation.answer(self.world, given)
end

return service
