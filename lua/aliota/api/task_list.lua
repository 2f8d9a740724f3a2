-- The operation that lists the tasks of a batch: the one row of operations.lua that has a file of its own, as all
-- listings need it, and most programs no other.
local row = require "aliota.api.operation_row"
local status = require "aliota.api.task_status"

local WINDOW = 100000 -- CurrentPage × PageSize (ListOTATaskByJob, PageSize)

local function within_window(params)
  local size, number = params.PageSize or 10, params.CurrentPage or 1
  if params.DeviceNames or size * number <= WINDOW then return end
  return ("CurrentPage × PageSize is %d × %d = %d, the limit is %d"):format(number, size, size * number, WINDOW)
end

---@type aliota.Operation
return row {"ListOTATaskByJob", qps = 10, idempotent = true, items = {"Data", "SimpleOTATaskInfo"}, id = "TaskId",
  things = "tasks", window = WINDOW, repeated = {"JobId", "TaskStatus"},
  answer = {Data = {SimpleOTATaskInfo = {list = {}}}},
  params = {
    JobId = {type = "string", required = true},
    TaskStatus = {type = "string", values = status.RANK},
    DeviceNames = {type = "list", max_items = 50},
    CurrentPage = {type = "integer", min = 1, max = 2147483647},
    PageSize = {type = "integer", min = 1, max = 100},
  },
  rules = {within_window}}
