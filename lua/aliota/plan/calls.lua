-- What a plan asks the service for: looks at tasks, and the calls that change them.
local lazy = require "aliota.util.lazy"
local Call = require "aliota.call"
local devices = require "aliota.listing.devices"
local look = lazy "aliota.watch.look"
local loop = require "aliota.loop"
local narrowing = require "aliota.listing.narrowing"
local operations = require "aliota.api.operations"
local parameters = require "aliota.api.parameters"
local source = require "aliota.call.source"
local watch = lazy "aliota.watch"

local service = {}

-- What is looked at in a task that may have changed, see judge.lua.
local SEEN = {TaskId = true, TaskStatus = true, UtcModified = true}

---@class aliota.PlanService
---@field look fun(params: table, names: string[]): aliota.Iterator  names of devices with their tasks; nil for none,
---which is certain
---@field act fun(operation: aliota.Operation, params: table, before_attempt: fun(): aliota.Error|nil): any,
---aliota.Error|nil  before_attempt is called right before a request goes out; an error ends the call
---@field look_at_batch fun(params: table): aliota.Counts|nil, table|aliota.Error  how many of its tasks are in which
---state, and what it says of itself (QueryOTAJob)
---@field pause fun(seconds: number)  less where a deadline is nearer, or when it is cancelled
---@field time fun(): number  epoch seconds
---@field tell fun(plan: aliota.Plan)

--- What one `apply` asks for.
---@param account aliota.Account
---@param ours {deadline: number|nil, cancel: aliota.Canceller|nil}  for all of it
---@return aliota.PlanService
function service.new(account, ours)
  local limits, list = source.shared_limits(account, ours), operations.ListOTATaskByJob
  local function seconds_left() return (limits().deadline or math.huge) - loop.now() end
  return {
    look = function(params, names)
      local flat = assert(parameters(list, {JobId = params.JobId, IotInstanceId = params.IotInstanceId}))
      local from = source.new(account, list, flat, ours, limits)
      local found = devices.list(from, {JobId = params.JobId, DeviceNames = names}, {strict = true})
      narrowing.narrow(found, SEEN)
      return found
    end,
    act = function(operation, params, before_attempt)
      local bounds = limits()
      return Call.new(account, operation, assert(parameters(operation, params)), {
        deadline = bounds.deadline, seconds = bounds.seconds, cancel = bounds.cancel, before_attempt = before_attempt,
      }):await()
    end,
    look_at_batch = function(params)
      local query = {JobId = params.JobId, IotInstanceId = params.IotInstanceId}
      return look(account, assert(parameters(list, query)), ours.cancel)(seconds_left)
    end,
    pause = function(seconds)
      watch.time(account.config, ours.cancel).pause(loop.now() + math.min(seconds, seconds_left()), function() end)
    end,
    time = function() return account:time() end,
    tell = function(plan) account:tell("plan", {plan = plan}) end,
  }
end

return service
