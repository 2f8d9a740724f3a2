-- The service without its gateway, for specs of operations: no signatures, no envelope.

local cjson = require "cjson"

local json = require "aliota.sandbox.json_body"
local options = require "aliota.sandbox.switches"
local refusal = require "aliota.sandbox.refusal"
local service = require "aliota.sandbox.service"
local world = require "aliota.sandbox.world"

local support = {}

local Service = {}
Service.__index = Service

--- The present of its world: 2026-01-05T16:00:00Z.
support.NOW = 1767628800

--- A service that knows the batch "job1".
function support.new(changes)
  local given = {job_id = "job1", clock = function() return support.NOW end}
  for name, value in pairs(changes or {}) do given[name] = value end
  local made_up = world.new(options.complete(given))
  return setmetatable({world = made_up, service = service.new(made_up)}, Service)
end

local function add(parameters, name, value)
  if type(value) ~= "table" then
    parameters[name] = tostring(value)
    return
  end
  for key, item in pairs(value) do add(parameters, name .. "." .. key, item) end
end

--- Calls an operation with parameters as Lua values. Returns the decoded answer, or nil, the code and the status.
function Service:call(action, given)
  local parameters = {}
  for name, value in pairs(given or {}) do add(parameters, name, value) end
  local ok, result = pcall(self.service.answer, self.service, action, parameters)
  if ok then return cjson.decode(json.encode(result)) end
  if not refusal.is(result) then error(result, 0) end
  return nil, result.code, result.status
end

--- Calls an operation that must succeed.
function Service:get(action, given)
  local members, code = self:call(action, given)
  assert(members, action .. ": " .. tostring(code))
  return members
end

--- The code with which a call is refused, or true.
function Service:code(action, given)
  local members, code = self:call(action, given)
  return members and true or code
end

return support
