-- Our own options among the vendor's parameters: names of ours begin with a small letter, the vendor's never do.
local check_options = require "aliota.util.check_options"

local function is_ours(name)
  return type(name) == "string" and name:find("^[a-z]") ~= nil
end

--- Takes our options out of a table of parameters.
---@param params any
---@param allowed aliota.OptionSet
---@param operation aliota.Operation
---@return any params             the vendor's, a copy
---@return table|nil ours         what they mean
---@return string|nil problem
return function(params, allowed, operation)
  if type(params) ~= "table" then return params, {} end
  local theirs, given = {}, {}
  for name, value in pairs(params) do
    local side = is_ours(name) and given or theirs
    side[name] = value
  end
  local ours, problem = check_options.read(given, allowed, nil, operation.params)
  if not ours then return nil, nil, problem end
  return theirs, ours
end
