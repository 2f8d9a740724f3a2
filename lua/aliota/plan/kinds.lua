-- What plans there are: the operation that changes tasks, and which of them it is for.
local operations = require "aliota.api.operations"

---@class aliota.PlanKind
---@field name string
---@field verb string             for a person
---@field operation aliota.Operation
---@field list string|nil         the parameter that lists tasks; nil: the operation is for a whole batch
---@field actions table<string, aliota.Operation>|nil  of a whole batch: what its items may be calls of, by their names
---@field member string|nil       what of a task stands in that list
---@field by_default table<string, true>|nil  the states that are meant where nobody names any
---@field once boolean            whether a task that was changed since it was planned is left alone
---@field ends string|nil         the TaskStatus in which the operation leaves a task, unless it passed it over: it says
---                               yes all the same
local kinds = {}

local Kind = {}
Kind.__index = Kind

--- What an item is a call of.
---@param item aliota.PlanItem
---@return aliota.Operation
function Kind:operation_of(item)
  return item.action and self.actions[item.action] or self.operation
end

local function kind(row)
  row.once = not row.operation.idempotent
  setmetatable(row, Kind)
  kinds[row.name] = row
end

-- What was cancelled was so on purpose: it is tried again only where it is named.
kind {name = "retry", verb = "Retry", operation = operations.ReupgradeOTATask, list = "TaskId", member = "TaskId",
  by_default = {FAILED = true}}

kind {name = "confirm", verb = "Confirm", operation = operations.ConfirmOTATask, list = "TaskId", member = "TaskId",
  by_default = operations.ConfirmOTATask.takes}

kind {name = "cancel", verb = "Cancel", operation = operations.CancelOTATaskByDevice, list = "DeviceName",
  member = "DeviceName", by_default = operations.CancelOTATaskByDevice.takes, ends = "CANCELED"}

kind {name = "cancel_batch", verb = "Cancel", operation = operations.CancelOTATaskByJob, actions = {
  CancelOTAStrategyByJob = operations.CancelOTAStrategyByJob, CancelOTATaskByJob = operations.CancelOTATaskByJob,
}}

return kinds
