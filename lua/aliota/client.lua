-- One configured account: single calls, and the listing on top of them.
local did_you_mean = require "aliota.did_you_mean"
local errors = require "aliota.errors"
local listing = require "aliota.listing"
local operations = require "aliota.operations"
local parameters = require "aliota.parameters"
local read_response = require "aliota.response"
local request = require "aliota.request"
local send = require "aliota.transport"

---@class aliota.Client
local Client = {}
Client.__index = Client
Client.__name = "aliota.Client"

function Client:__tostring()
  return ("aliota client for %s"):format(self.config.endpoint.url)
end

-- Checking what the caller gave --------------------------------------------------------------------------------------
-- These run directly under a public method and raise at the line that called it.

local CALLER = 3

local function check_self(client, method)
  if getmetatable(client) ~= Client then
    error(("call it with a colon: client:%s(…)"):format(method), CALLER + 1)
  end
end

-- The client's instance goes with every call that names none (IotInstanceId).
local function with_instance(client, params)
  local instance_id = client.config.instance_id
  if not instance_id or type(params) ~= "table" or params.IotInstanceId ~= nil then return params end
  local copy = {IotInstanceId = instance_id}
  for name, value in pairs(params) do copy[name] = value end
  return copy
end

local function checked(client, method, operation, params)
  check_self(client, method)
  local flat, problem = parameters(operation, with_instance(client, params))
  if not flat then error(problem, CALLER) end
  return flat
end

local function checked_action(client, action)
  check_self(client, "call")
  if type(action) ~= "string" then error("call: the name of an operation expected, not a " .. type(action), CALLER) end
  local operation = operations[action]
  if not operation then
    error(("there is no operation %q%s"):format(action, did_you_mean(action, operations)), CALLER)
  end
  return operation
end

-- One exchange -------------------------------------------------------------------------------------------------------

-- A seam that gives nonsense is a bug of its author, who finds it by the option's name.
local function ask(config, option, expected)
  local value = config[option]()
  if type(value) == expected then return value end
  error(("the option %s returned a %s, it must return a %s"):format(option, type(value), expected), 0)
end

local function sign(config, operation, flat, keys)
  return request[config.signature] {
    operation = operation,
    params = flat,
    credentials = keys,
    endpoint = config.endpoint,
    time = ask(config, "clock", "number"),
    nonce = ask(config, "nonce", "string"),
    user_agent = config.user_agent,
    format = config.format,
  }
end

local function perform(client, operation, flat, nulls_absent)
  local config = client.config
  local ok, keys = config.credentials()
  if not ok then
    return nil, errors.new {kind = "credentials", action = operation.name, message = keys}
  end
  local answer, err = send(sign(config, operation, flat, keys), operation.name, config)
  if not answer then return nil, err end
  answer.operation, answer.credentials = operation, keys
  return read_response(answer, nulls_absent)
end

-- Public methods -----------------------------------------------------------------------------------------------------

--- Runs one operation.
---@param action string the vendor's name, such as "QueryOTAJob"
---@param params table|nil the vendor's names; checked before anything is sent, misuse raises at the caller's line
---@return table|nil response as the service sent it; what is null there is aliota.null
---@return aliota.Error|nil
function Client:call(action, params)
  local operation = checked_action(self, action)
  local flat = checked(self, "call", operation, params or {})
  return perform(self, operation, flat)
end

-- list_ota_task_by_job for ListOTATaskByJob, and so on for every row of the table.
local function method_name(action)
  return (action:gsub("(%l)(%u)", "%1_%2"):gsub("(%u)(%u%l)", "%1_%2"):lower())
end

for action, operation in pairs(operations) do
  local method = method_name(action)
  Client[method] = function(self, params)
    local flat = checked(self, method, operation, params or {})
    return perform(self, operation, flat)
  end
end

-- A function that fetches one page of checked parameters, and the parameters with what a listing adds.
local function fetcher(client, flat)
  return function(number)
    flat.CurrentPage = ("%d"):format(number)
    return perform(client, operations.ListOTATaskByJob, flat, true)
  end
end

local function with_paging(params)
  return type(params) == "table" and listing.with_paging(params) or params
end

--- The pages of a batch's tasks, 100 a page. Sends nothing before the first page is asked for.
---@param params table JobId and, if wanted, TaskStatus, DeviceNames, PageSize, CurrentPage (to begin with)
---@return aliota.Iterator pages of aliota.Page
function Client:pages(params)
  local asked = with_paging(params)
  local flat = checked(self, "pages", operations.ListOTATaskByJob, asked)
  return listing.pages(fetcher(self, flat), asked)
end

--- The tasks of a batch, in the service's order. Sends nothing before the first task is asked for.
---@param params table JobId and, if wanted, TaskStatus, DeviceNames, PageSize, CurrentPage (to begin with)
---@return aliota.Iterator tasks of aliota.Task
function Client:tasks(params)
  local asked = with_paging(params)
  local flat = checked(self, "tasks", operations.ListOTATaskByJob, asked)
  return listing.tasks(fetcher(self, flat), asked)
end

--- Makes a client of a configuration that options.lua has found good.
---@param config table
---@return aliota.Client
return function(config)
  return setmetatable({config = config}, Client)
end
