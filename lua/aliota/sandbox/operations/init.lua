-- The operations of the service by name.

---@class Operation
---@field parameters string[] the request parameters worth a place in the log: no lists, no texts of any length
---@field required string[] `Name.N` for a list with at least one item
---@field answer fun(world: SandboxWorld, parameters: table<string, string>): table members of the answer

---@type table<string, Operation>
local operations = {ListOTATaskByJob = require "aliota.sandbox.operations.list_ota_task_by_job"}

for _, group in ipairs {
  "batch_changes", "batch_creation", "batch_queries", "modules", "packages", "task_changes", "unfinished_tasks",
  "uploads",
} do
  for name, operation in pairs(require("aliota.sandbox.operations." .. group)) do operations[name] = operation end
end

return operations
