-- Parameters of a call in the words of a shell: `PageSize=10`, `DeviceNames=a DeviceNames=b`.
local did_you_mean = require "aliota.util.did_you_mean"
local kinds = require "aliota.shell.argument_kinds"

local call_words = {}

--- A parameter.
call_words.PARAMETER = kinds.of("NAME=VALUE, such as PageSize=10", function(given)
  local name, value = given:match "^([A-Za-z0-9_]+)=(.*)$"
  return name and {name = name, value = value}
end)

-- What a text means by the type that a parameter has; what it can't mean is left to be told by the library.
local READ = {
  integer = function(value) return tonumber(value) or value end,
  boolean = function(value)
    if value == "true" or value == "false" then return value == "true" end
    return value
  end,
}

--- The parameters.
---@param operation aliota.Operation
---@param given {name: string, value: string}[]
---@return table params
function call_words.params(operation, given)
  local params = {}
  for _, one in ipairs(given) do
    local spec = operation.params[one.name]
    if not spec then
      error(("there is no parameter %q%s"):format(one.name, did_you_mean(one.name, operation.params)), 0)
    end
    if spec.type == "records" then error(one.name .. " holds records, which can't be given here", 0) end
    if spec.type == "list" then
      params[one.name] = params[one.name] or {}
      table.insert(params[one.name], one.value)
    else
      params[one.name] = (READ[spec.type] or tostring)(one.value)
    end
  end
  return params
end

return call_words
