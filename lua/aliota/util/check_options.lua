-- The one check of options that are given by their names. What there is says whoever takes them, as data:
--   {most = types.COUNT, after = types.duration("seconds, or a text such as \"6h\"")}, see option_types.lua
local lazy = require "aliota.util.lazy"
local did_you_mean = lazy "aliota.util.did_you_mean"
local merge = require "aliota.util.merge"
local sorted_keys = require "aliota.util.sorted_keys"

local check_options = {}

---@alias aliota.OptionSet table<string, aliota.OptionType>

-- What is wrong with a value within another is told after a colon.
local function joined(name, problem)
  return name .. (problem:find "^:" and "" or " ") .. problem
end

--- Reads options.
---@param given any         nil for none
---@param set aliota.OptionSet
---@param noun string|nil   what they are called: "option"
---@param others table<string, any>|nil  whose keys may have been meant, too, by a name that there is not
---@return table|nil values what they mean, a new table
---@return string|nil problem
function check_options.read(given, set, noun, others)
  if given ~= nil and type(given) ~= "table" then return nil, "a table of options expected, not a " .. type(given) end
  local values = merge(given)
  for _, name in ipairs(sorted_keys(values)) do
    local kind, value = set[name], values[name]
    if not kind then
      return nil,
        ("there is no %s %q%s"):format(noun or "option", tostring(name), did_you_mean(name, merge(set, others)))
    end
    local problem = kind.problem(value)
    if problem then return nil, joined(name, problem) end
    if kind.read then values[name] = kind.read(value) end
  end
  return values
end

--- Whether all names are known: then what is missing is not just misspelt.
---@param given table
---@param ... table<string, any>  whose keys are the names that there are
---@return boolean
function check_options.knows(given, ...)
  local known = merge(...)
  for name in pairs(given) do
    if known[name] == nil then return false end
  end
  return true
end

--- What is wrong with options.
---@param given any
---@param set aliota.OptionSet
---@param noun string|nil
---@return string|nil problem
function check_options.problem_with(given, set, noun)
  return select(2, check_options.read(given, set, noun))
end

return check_options
