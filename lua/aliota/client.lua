-- One configured account: single calls, and the listing on top of them.
local errors = require "aliota.errors"
local listing = require "aliota.listing"
local mask = require "aliota.mask"
local operations = require "aliota.operations"
local parameters = require "aliota.parameters"
local read_response = require "aliota.response"
local schemes = require "aliota.request"
local send = require "aliota.transport"
local unknown = require "aliota.nearest"

---@class aliota.Client
local Client = {}
Client.__index = Client
Client.__name = "aliota.Client"

function Client:__tostring()
  return ("aliota client for %s"):format(self.config.endpoint.url)
end

-- The client's instance goes with every call that names none (IotInstanceId).
local function check(client, operation, params)
  local instance_id = client.config.instance_id
  if instance_id and type(params) == "table" and params.IotInstanceId == nil then
    local copy = {IotInstanceId = instance_id}
    for name, value in pairs(params) do copy[name] = value end
    params = copy
  end
  return parameters(operation, params)
end

local function sign(config, operation, flat, keys)
  return schemes[config.signature] {
    operation = operation,
    params = flat,
    credentials = keys,
    endpoint = config.endpoint,
    time = config.clock(),
    nonce = config.nonce(),
    user_agent = config.user_agent,
  }
end

-- Answers quote what was sent, so what leaves here goes through the mask.
local function perform(client, operation, flat, nulls_absent)
  local config = client.config
  local ok, keys = config.credentials()
  if not ok then
    return nil, errors.new {kind = "credentials", action = operation.name, message = keys}
  end
  local answer, response, err
  answer, err = send(sign(config, operation, flat, keys), operation.name, config)
  if answer then response, err = read_response(answer, operation.name, nulls_absent) end
  if err then err.message = mask(err.message, keys) end
  return response, err
end

--- Runs one operation.
---@param action string the vendor's name, such as "QueryOTAJob"
---@param params table|nil the vendor's names; checked before anything is sent, misuse raises at the caller's line
---@return table|nil response as the service sent it; what is null there is aliota.null
---@return aliota.Error|nil
function Client:call(action, params)
  local operation = operations[action]
  if not operation then
    error(("there is no operation %q%s"):format(tostring(action), unknown(action, operations)), 2)
  end
  local flat, problem = check(self, operation, params or {})
  if not flat then error(problem, 2) end
  return perform(self, operation, flat)
end

-- list_ota_task_by_job for ListOTATaskByJob, and so on for every row of the table.
local function method_name(action)
  return (action:gsub("(%l)(%u)", "%1_%2"):gsub("(%u)(%u%l)", "%1_%2"):lower())
end

for action, operation in pairs(operations) do
  Client[method_name(action)] = function(self, params)
    local flat, problem = check(self, operation, params or {})
    if not flat then error(problem, 2) end
    return perform(self, operation, flat)
  end
end

-- Fetches pages for a listing, once its parameters have been found good.
local function fetcher(client, params)
  local operation = operations.ListOTATaskByJob
  local flat, problem = check(client, operation, params)
  if not flat then return nil, problem end
  return function(asked)
    return perform(client, operation, assert(check(client, operation, asked)), true)
  end
end

--- The pages of a batch's tasks, 100 a page. Sends nothing before the first page is asked for.
---@param params table JobId and, if wanted, TaskStatus, DeviceNames, PageSize, CurrentPage (to begin with)
---@return aliota.Iterator pages of aliota.Page
function Client:pages(params)
  local fetch, problem = fetcher(self, params)
  if not fetch then error(problem, 2) end
  return listing.pages(fetch, params)
end

--- The tasks of a batch, in the service's order. Sends nothing before the first task is asked for.
---@param params table JobId and, if wanted, TaskStatus, DeviceNames, PageSize, CurrentPage (to begin with)
---@return aliota.Iterator tasks of aliota.Task
function Client:tasks(params)
  local fetch, problem = fetcher(self, params)
  if not fetch then error(problem, 2) end
  return listing.tasks(fetch, params)
end

--- Makes a client of a configuration that options.lua has found good.
---@param config table
---@return aliota.Client
return function(config)
  return setmetatable({config = config}, Client)
end
