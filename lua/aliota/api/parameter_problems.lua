-- What is said of parameters that an operation does not take. Loaded when one is wrong.
local did_you_mean = require "aliota.util.did_you_mean"
local shown = require "aliota.util.shown"
local sorted_keys = require "aliota.util.sorted_keys"

local problems = {}

--- A value is none of those that there are.
---@param name string
---@param value any
---@param values table<any, any>  whose keys they are
---@return string
function problems.not_among(name, value, values)
  if type(value) == "string" then return ("%s is %q%s"):format(name, value, did_you_mean(value, values)) end
  return ("%s is %s, it must be one of %s"):format(name, shown(value), table.concat(sorted_keys(values), ", "))
end

--- A number, or a length, is below the least or above the limit.
---@param name string
---@param measured number
---@param spec aliota.Parameter
---@param unit string  with a blank before it, or ""
---@return string
function problems.beyond(name, measured, spec, unit)
  if spec.min and measured < spec.min then
    return ("%s is %s%s, the least is %d"):format(name, shown(measured), unit, spec.min)
  end
  return ("%s is %s%s, the limit is %d"):format(name, shown(measured), unit, spec.max)
end

--- Parameters that must be given are not.
---@param prefix string  of their names
---@param params table
---@param specs table<string, aliota.Parameter>
---@return string
function problems.missing(prefix, params, specs)
  local missing = {}
  for name, spec in pairs(specs) do
    if spec.required and params[name] == nil then missing[#missing + 1] = prefix .. name end
  end
  table.sort(missing)
  return table.concat(missing, ", ") .. (#missing == 1 and " is missing" or " are missing")
end

return problems
