-- Which tasks the switches of CancelOTATaskByJob are about. Tasks of a batch that has yet to begin are no other ones.
local cancels = {}

local SWITCHES = {
  CancelQueuedTask = "QUEUED", CancelNotifiedTask = "NOTIFIED", CancelInProgressTask = "IN_PROGRESS",
  CancelUnconfirmedTask = "CONFIRM",
}

-- CancelOTATaskByJob, CancelUnconfirmedTask: left out, they go with the queued ones.
local function is_on(params, switch)
  if switch == "CancelUnconfirmedTask" and params[switch] == nil then return params.CancelQueuedTask end
  return params[switch]
end

--- The states in which a call cancels tasks.
---@param params table  of CancelOTATaskByJob
---@return table<string, true>
function cancels.statuses(params)
  local statuses = {}
  for switch, status in pairs(SWITCHES) do statuses[status] = is_on(params, switch) and true or nil end
  return statuses
end

--- How many tasks there are that it cancels.
---@param params table
---@param by_status table<string, integer>
---@return integer
function cancels.count(params, by_status)
  local count = 0
  for status in pairs(cancels.statuses(params)) do count = count + (by_status[status] or 0) end
  return count
end

return cancels
