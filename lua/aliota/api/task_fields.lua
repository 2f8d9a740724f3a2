-- The fields of a task (ListOTATaskByJob, SimpleOTATaskInfo), and what a dressed task has in each (task.lua).

---@type table<string, "string"|"number">
local TYPES = {
  TaskId = "string", JobId = "string", DeviceName = "string", ProductKey = "string", ProductName = "string",
  IotId = "string", FirmwareId = "string", SrcVersion = "string", DestVersion = "string", TaskStatus = "string",
  TaskDesc = "string", Progress = "number", Timeout = "number", UtcCreate = "string", UtcModified = "string",
  ModuleName = "string", -- not documented, but sent with tasks of modules
}

return TYPES
