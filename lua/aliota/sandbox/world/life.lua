-- The states of an update task as numbers: arrays of a million tasks hold numbers.
local task_status = require "aliota.api.task_status"

local NAMES, CODES = task_status.NAMES, task_status.RANK

local open = {}
for i, name in ipairs(task_status.OPEN) do open[i] = CODES[name] end

return {
  NAMES = NAMES,
  CODES = CODES,
  OPEN_NAMES = task_status.OPEN,
  OPEN = open,
  ALL = #NAMES + 1, -- stands for any state where tasks are counted
  --- Whether a task may still change by itself: the states of ListOTAUnfinishedTaskByDevice, TaskStatus.
  is_open = function(code) return task_status.IS_OPEN[NAMES[code]] == true end,
}
