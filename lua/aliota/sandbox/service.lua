-- The service behind the gateway: finds the operation, checks what all operations share, lets it answer.

local dialect = require "aliota.api.dialect"
local operations = require "aliota.sandbox.operations"
local format = require "aliota.sandbox.format"
local is_text = require "aliota.sandbox.well_formed"
local read = require "aliota.sandbox.operations.read"
local refusal = require "aliota.sandbox.refusal"

local service = {}

local Service = {}
Service.__index = Service

---@param world SandboxWorld
function service.new(world)
  return setmetatable({world = world, dialect = dialect.of(world.options.dialect)}, Service)
end

-- Every operation, IotInstanceId: an instance that has an id must be named. That the code is this one is an
-- assumption, taken from the example values of other operations.
local function check_instance(parameters, instance_id)
  if parameters.IotInstanceId ~= instance_id then
    refusal.business("iot.system.InstanceNotFound",
      parameters.IotInstanceId and "The instance does not exist." or "IotInstanceId is mandatory for this instance.")
  end
end

local function check_required(parameters, operation, members)
  for _, name in ipairs(operation.required) do
    local list = name:match("^(.*)%.N$")
    local value = parameters[name]
    if list then value = read.list(parameters, list, math.huge) end
    if not value then refusal.missing(members[name] or list or name) end
  end
end

-- The parameters under their documented names. What a service of another dialect does with these is not known.
local function in_documented_words(parameters, spoken)
  for documented, own in pairs(spoken.members) do
    if parameters[documented] then
      refusal.gateway("InvalidParameter.Format", ("There is no parameter %s, it is %s."):format(documented, own))
    end
  end
  return spoken:received(parameters)
end

-- An empty value counts as not sent, for gateway and service alike. What is no text could be stored but never answered.
local function without_empty(parameters)
  local copy = {}
  for name, value in pairs(parameters) do
    if not is_text(value) then refusal.gateway("InvalidParameter.Format", "A parameter is not text in UTF-8.") end
    if value ~= "" then copy[name] = value end
  end
  return copy
end

---@param action string?
---@return Operation?
function service.operation(action)
  return operations[action]
end

--- Writes an answer in the words of the service.
---@param body string  JSON or XML, as format.lua has made it
---@return string
function Service:respell(body)
  for documented, own in pairs(self.dialect.members) do body = format.rename(body, documented, own) end
  return body
end

--- Answers an accepted call. Raises a refusal of the gateway or of the service.
---@param action string
---@param parameters table<string, string>
---@return table members
function Service:answer(action, parameters)
  local operation = service.operation(action)
  if not operation or self.dialect.lacks[action] then
    refusal.gateway("InvalidAction.NotFound", "Specified api is not found, please check your url and method.")
  end
  parameters = in_documented_words(without_empty(parameters), self.dialect)
  check_required(parameters, operation, self.dialect.members)
  check_instance(parameters, self.world.options.instance_id)
  self.world:catch_up()
  return operation.answer(self.world, parameters)
end

return service
