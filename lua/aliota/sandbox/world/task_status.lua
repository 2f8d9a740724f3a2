-- The states of an update task (ListOTATaskByJob, TaskStatus), in the order of its life, and their numbers: arrays of
-- a million tasks hold numbers.

local NAMES = {"CONFIRM", "QUEUED", "NOTIFIED", "IN_PROGRESS", "SUCCEEDED", "FAILED", "CANCELED"}

---@type table<string, integer>
local CODES = {}
for code, name in ipairs(NAMES) do CODES[name] = code end

return {
  NAMES = NAMES,
  CODES = CODES,
  ALL = #NAMES + 1, -- stands for any state where tasks are counted
  --- Whether a task may still change by itself: the states of ListOTAUnfinishedTaskByDevice, TaskStatus.
  is_open = function(code) return code <= CODES.IN_PROGRESS end,
}
