-- The states of an update task (ListOTATaskByJob, TaskStatus).

local status = {}

--- In the order of a task's life.
status.NAMES = {"CONFIRM", "QUEUED", "NOTIFIED", "IN_PROGRESS", "SUCCEEDED", "FAILED", "CANCELED"}

--- Whether a task in this state may still change by itself.
---@type table<string, boolean>
status.IS_OPEN = {CONFIRM = true, QUEUED = true, NOTIFIED = true, IN_PROGRESS = true}

--- Whether a task in this state is through.
---@type table<string, boolean>
status.IS_SETTLED = {SUCCEEDED = true, FAILED = true, CANCELED = true}

--- Where a state stands in a task's life, from 1. A state that the vendor has not documented stands nowhere.
---@type table<string, integer>
status.RANK = {}
for rank, name in ipairs(status.NAMES) do status.RANK[name] = rank end

return status
