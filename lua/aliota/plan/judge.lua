-- What a look at a task tells about what was planned for it. Pure.
--
-- An answer that was lost says nothing; the task does. One that is no longer as it was when the call went out has been
-- changed by it. One that is as it was has not, once the call can't arrive any more.
local LATEST_ARRIVAL = require "aliota.plan.latest_arrival"

local function has_changed(item, task)
  local before, now = item.UtcModified, task.UtcModified
  return task.TaskStatus ~= item.TaskStatus or (before ~= nil and now ~= nil and before ~= now)
end

-- Whether the operation is still for this task. A task that is as it was in name only failed, or waits, anew.
local function is_fit(kind, item, task)
  return kind.operation.takes[task.TaskStatus] == true and not (kind.once and has_changed(item, task))
end

local function judge_unknown(kind, item, task, now)
  if not kind.once then
    return task.TaskStatus == kind.ends and "done" or is_fit(kind, item, task) and "to_do" or "moved"
  end
  if has_changed(item, task) then return "done" end
  local is_certain = item.UtcModified ~= nil and task.UtcModified ~= nil and now - item.sent > LATEST_ARRIVAL
  return is_certain and "to_do" or "unknown"
end

-- A yes that says nothing of single tasks: what had begun meanwhile has been passed over.
local function judge_answered(kind, task)
  return (task.TaskStatus == kind.ends or kind.operation.takes[task.TaskStatus]) and "done" or "moved"
end

--- The state of what was planned for a task, now that the task has been looked at.
---@param kind aliota.PlanKind
---@param item aliota.PlanItem  to do; unknown; or sending, where the service has said yes
---@param task aliota.Task|nil  nil: it is not in its batch
---@param now number            epoch seconds
---@return "to_do"|"done"|"moved"|"unknown"
return function(kind, item, task, now)
  if not task or task.TaskId ~= item.TaskId then return "moved" end
  if item.state == "sending" then return judge_answered(kind, task) end
  if item.state == "unknown" then return judge_unknown(kind, item, task, now) end
  return is_fit(kind, item, task) and "to_do" or "moved"
end
