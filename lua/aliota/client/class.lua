-- The class of clients, and how all its methods check what they are given.
local lazy = require "aliota.util.lazy"
local blame = lazy "aliota.util.blame"
local call_options = require "aliota.client.call_options"
local check_self = require "aliota.util.check_self"
local job_of = lazy "aliota.api.job"
local merge = require "aliota.util.merge"
local parameters = require "aliota.api.parameters"
local surplus = lazy "aliota.client.surplus"

---@class aliota.Client  of one account
local Client = {}
Client.__index = Client
Client.__name = "aliota.Client"

function Client:__tostring()
  local endpoint = self.account.config.endpoint
  return "aliota client for " .. (endpoint and endpoint.url or "an endpoint that is yet to be looked up")
end

local class = {Client = Client}

local WRITTEN = setmetatable({}, {__mode = "k"}) -- methods as their authors wrote them

-- What does the same, but refuses arguments that the method would drop, such as options in a table of their own where
-- they belong in the one before them. Lua 5.1 does not tell how many a function takes.
local function strict(name, method)
  local most = debug.getinfo(method, "u").nparams
  if not most then return method end
  local function checked(...)
    if select("#", ...) > most then surplus("client:" .. name, most, ...) end
    return method(...)
  end
  WRITTEN[checked] = method
  return checked
end

--- Methods are defined as those of this table.
class.Methods = setmetatable({}, {__newindex = function(_, name, method) Client[name] = strict(name, method) end})

--- A method as its author wrote it; any other function as it is.
---@param f function
---@return function
function class.written(f) return WRITTEN[f] or f end

---@param client any
---@param method string
function class.check_client(client, method) check_self(client, Client, "client:" .. method) end

--- That the client's service has an operation.
---@param client aliota.Client
---@param called string
---@param operation {name: string}
function class.check_operation(client, called, operation)
  local dialect = client.account.config.dialect
  local problem = dialect and dialect:problem_with(operation.name)
  if problem then blame(("%s: %s"):format(called, problem)) end
end

-- The client's instance goes with every call that names none (IotInstanceId).
local function with_instance(client, params)
  local instance_id = client.account.config.instance_id
  if not instance_id or type(params) ~= "table" or params.IotInstanceId ~= nil then return params end
  return merge({IotInstanceId = instance_id}, params)
end

--- Parameters of what is about one batch, of which its id alone may be given, or the batch as client:jobs has it.
---@param client aliota.Client
---@param method string
---@param params any
---@return table
function class.of_batch(client, method, params)
  class.check_client(client, method)
  if type(params) == "string" then return {JobId = params} end
  if type(params) ~= "table" then
    blame(("%s: a JobId or a table of parameters expected, not a %s"):format(method, type(params)))
  end
  local may_be_job = getmetatable(params) ~= nil
  return may_be_job and job_of.is(params) and {JobId = params.JobId} or params
end

--- Checks parameters and options. Errors name what was called.
---@param client aliota.Client
---@param called string
---@param operation aliota.Operation
---@param params any
---@param allowed aliota.OptionSet
---@return table<string, string> flat  the operation's parameters as they are sent
---@return table ours  what our options mean
function class.checked(client, called, operation, params, allowed)
  class.check_client(client, called)
  class.check_operation(client, called, operation)
  local theirs, ours, problem = call_options(params, allowed, operation)
  local flat
  if not problem then flat, problem = parameters(operation, with_instance(client, theirs)) end
  if problem then blame(called .. ": " .. problem) end
  return flat, ours
end

return class
