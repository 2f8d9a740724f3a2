-- One update task: the 15 documented members under their names, unknown ones as sent, and a line to print.
local lazy = require "aliota.util.lazy"
local memo = require "aliota.util.memo"
local number = lazy "aliota.show.number"
local task_list = require "aliota.api.task_list"
local text = lazy "aliota.show.text"

---@class aliota.Task
---@field TaskId string
---@field JobId string
---@field DeviceName string
---@field ProductKey string
---@field ProductName string
---@field IotId string
---@field FirmwareId string
---@field SrcVersion string
---@field DestVersion string
---@field TaskStatus "CONFIRM"|"QUEUED"|"NOTIFIED"|"IN_PROGRESS"|"SUCCEEDED"|"FAILED"|"CANCELED"|string
---@field TaskDesc string
---@field Progress number|nil  percent; nil when what was sent is no number
---@field Timeout integer|nil  minutes; nil when the batch has none, or when what was sent is no number
---@field UtcCreate string     ISO 8601, UTC
---@field UtcModified string
---@field ModuleName string|nil  of tasks of modules, though not documented

local meta = {__name = "aliota.Task"}

function meta.__tostring(task)
  local percent = type(task.Progress) == "number" and ("%5s"):format(number.progress(task.Progress)) or "  ? %"
  local line = ("%-24s %-11s %s  %s > %s"):format(text.line(task.DeviceName), text.line(task.TaskStatus), percent,
    text.line(task.SrcVersion), text.line(task.DestVersion))
  local reason = text.line(task.TaskDesc or "")
  return reason == "" and line or line .. "  " .. reason
end

-- The service sends numbers as text: "0.00", "1440". Tasks share them, so each text is read once. One that is longer
-- than any number of it is none, as it might be remembered for long.
local MOST_TEXTS, LONGEST = 1000, 40

local function reader(pattern, accept)
  return memo(function(sent)
    local is_number = type(sent) == "number" or (type(sent) == "string" and #sent <= LONGEST and sent:find(pattern))
    return is_number and accept(tonumber(sent)) or nil
  end, MOST_TEXTS)
end

local function any(value) return value end
local function whole(value) return value % 1 == 0 and math.floor(value) or nil end

-- What a task has in each of its fields (ListOTATaskByJob, SimpleOTATaskInfo).
local TYPES = {
  TaskId = "string", JobId = "string", DeviceName = "string", ProductKey = "string", ProductName = "string",
  IotId = "string", FirmwareId = "string", SrcVersion = "string", DestVersion = "string", TaskStatus = "string",
  TaskDesc = "string", Progress = "number", Timeout = "number", UtcCreate = "string", UtcModified = "string",
  ModuleName = "string", -- not documented, but sent with tasks of modules
}

---@class aliota.TaskSchema: aliota.RowSchema
---@field types table<string, "string"|"number">  of its fields

--- What makes tasks of the rows of an answer, and what there is in them.
---@type aliota.TaskSchema
return {
  path = task_list.items, id = task_list.id, metatable = meta, types = TYPES,
  values = {Progress = reader("^%-?%d+%.?%d*$", any), Timeout = reader("^%-?%d+$", whole)},
}
