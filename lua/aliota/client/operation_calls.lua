-- Single calls: any operation by its name, by a method of its own, or explained.
local lazy = require "aliota.util.lazy"
local Call = require "aliota.call"
local blame = require "aliota.util.blame"
local class = require "aliota.client.class"
local did_you_mean = lazy "aliota.util.did_you_mean"
local explain = lazy "aliota.explain"
local limit_options = require "aliota.util.limit_options"
local operations = require "aliota.api.operations"
local source = require "aliota.call.source"

local Client, check_client, checked = class.Methods, class.check_client, class.checked

local function checked_action(client, method, action)
  check_client(client, method)
  if type(action) ~= "string" then
    blame(("%s: the name of an operation expected, not a %s"):format(method, type(action)))
  end
  local operation = operations[action]
  if not operation then
    blame(("%s: there is no operation %q%s"):format(method, action, did_you_mean(action, operations)))
  end
  return operation
end

local function run(client, operation, flat, ours)
  return Call.new(client.account, operation, flat, source.limits(client.account, ours)):await()
end

--- Runs one operation.
---@usage client:call("QueryOTAJob", {JobId = job_id})
---@param action string the vendor's name, such as "QueryOTAJob"
---@param params table|nil  the vendor's names; checked before anything is sent, misuse raises at the caller's line
---@return table|nil response  as the service sent it; what is null there is aliota.null
---@return aliota.Error|nil
function Client:call(action, params)
  local operation = checked_action(self, "call", action)
  local flat, ours = checked(self, action, operation, params or {}, limit_options)
  return run(self, operation, flat, ours)
end

--- Explains how a call is signed: canonical request, string to sign, headers, and scripts for curl, Lua, Python and
--- Node that run it; `:compare` finds where the service, which refused the signature, signed something else. No secret
--- is in it. Sends nothing.
---@usage client:explain("QueryOTAJob", {JobId = job_id})
---@param action string the vendor's name
---@param params table|nil as for client:call
---@return aliota.Explanation|nil
---@return aliota.Error|nil
function Client:explain(action, params)
  local operation = checked_action(self, "explain", action)
  local flat = checked(self, action, operation, params or {}, {})
  return explain(self.account, operation, flat, params or {})
end

for _, operation in pairs(operations) do
  local method = operation.method_name
  Client[method] = function(self, params)
    local flat, ours = checked(self, method, operation, params or {}, limit_options)
    return run(self, operation, flat, ours)
  end
end
