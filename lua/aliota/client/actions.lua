-- Operations by the names by which users call them.
local did_you_mean = require "aliota.util.did_you_mean"
local operations = require "aliota.api.operations"

local actions = {}

--- The operation of the vendor's name.
---@param name string
---@return aliota.Operation|nil
---@return string|nil problem
function actions.named(name)
  local operation = operations[name]
  if operation then return operation end
  return nil, ("there is no operation %q%s"):format(name, did_you_mean(name, operations))
end

--- Adds a method for each of them to a class, such as client:query_ota_job.
---@param class table
---@param call fun(object: table, method: string, operation: aliota.Operation, params: table): ...
function actions.add_methods(class, call)
  for _, operation in pairs(operations) do
    local method = operation.method_name
    class[method] = function(self, params) return call(self, method, operation, params or {}) end
  end
end

return actions
