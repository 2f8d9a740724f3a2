-- Options of a function, by their names: none unknown, each of its type.
local did_you_mean = require "aliota.util.did_you_mean"
local text = require "aliota.show.text"
local utc = require "aliota.util.utc"

local function is_count(value)
  return type(value) == "number" and value >= 0 and value % 1 == 0
end

local function problem_with_one(name, value, expected)
  if expected == "any" or type(value) == expected then return nil end
  if expected == "time" then
    if utc.is_time(value) then return nil end
    return ("%s must be seconds since 1970, up to the year 9999, not %s"):format(name, text.of(value))
  end
  if expected ~= "count" then return ("%s must be a %s, not a %s"):format(name, expected, type(value)) end
  if not is_count(value) then
    return ("%s must be a whole number, zero or more, not %s"):format(name, tostring(value))
  end
end

--- What is wrong with options.
---@param given table|nil
---@param types table<string, string> the type of every option there is: as `type` tells it, "count", "time" or "any"
---@return string|nil problem
return function(given, types)
  if given == nil then return nil end
  if type(given) ~= "table" then return "a table of options expected, not a " .. type(given) end
  for name, value in pairs(given) do
    local expected = types[name]
    if not expected then return ("there is no option %q%s"):format(tostring(name), did_you_mean(name, types)) end
    local problem = problem_with_one(name, value, expected)
    if problem then return problem end
  end
end
