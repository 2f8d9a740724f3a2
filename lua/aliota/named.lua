-- Options of a function, by their names: none unknown, each of its type.
local did_you_mean = require "aliota.did_you_mean"

--- What is wrong with options.
---@param given table|nil
---@param types table<string, string> the type of every option there is, or "any"
---@return string|nil problem
return function(given, types)
  if given == nil then return nil end
  if type(given) ~= "table" then return "a table of options expected, not a " .. type(given) end
  for name, value in pairs(given) do
    local expected = types[name]
    if not expected then return ("there is no option %q%s"):format(tostring(name), did_you_mean(name, types)) end
    if expected ~= "any" and type(value) ~= expected then
      return ("%s must be a %s, not a %s"):format(name, expected, type(value))
    end
  end
end
