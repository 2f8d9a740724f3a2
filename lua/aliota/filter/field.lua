-- Predicates on the value of one field of a task.
local blank = require "aliota.util.blank"
local did_you_mean = require "aliota.util.did_you_mean"
local fields = require("aliota.api.task").types
local predicate = require "aliota.filter.predicate"
local task_status = require "aliota.api.task_status"

local field = {}

local MOST_SHOWN = 4

-- No task is without these. A version or a text may well be empty.
local NEVER_BLANK = {
  DeviceName = true, TaskId = true, JobId = true, FirmwareId = true, ProductKey = true, IotId = true,
}

local function problem_with_blank(name, value)
  local emptiness = blank(value)
  return emptiness and name .. " " .. emptiness
end

-- Several values in few words: `a, b, c, d and 3 more`.
local function listed(values)
  local shown = {}
  for i = 1, math.min(#values, MOST_SHOWN) do shown[i] = tostring(values[i]) end
  local more = #values - #shown
  return table.concat(shown, ", ") .. (more > 0 and (" and %d more"):format(more) or "")
end

local function problem_with(name, value)
  local expected = fields[name]
  if type(value) ~= expected then
    return ("%s must be a %s or a list of them, not a %s"):format(name, expected, type(value))
  end
  if name == "TaskStatus" and not task_status.RANK[value] then
    return ("TaskStatus is %q%s"):format(value, did_you_mean(value, task_status.RANK))
  end
  return NEVER_BLANK[name] and problem_with_blank(name, value)
end

local function problem_with_all(name, values)
  if not fields[name] then
    return ("a task has no field %q%s"):format(tostring(name), did_you_mean(name, fields))
  end
  if not values or values[1] == nil and next(values) ~= nil then
    return name .. ": a value or a list of values expected"
  end
  for _, value in ipairs(values) do
    local problem = problem_with(name, value)
    if problem then return problem end
  end
end

--- True when the field has one of these values; for no task where the list is empty.
---@param name string one of the documented fields
---@param values any[]|nil  nil: none was given, which is a problem
---@return aliota.Predicate|nil
---@return string|nil problem
function field.is(name, values)
  local problem = problem_with_all(name, values)
  if problem then return nil, problem end
  if #values == 0 then return predicate.any {} end
  local wanted = {}
  for _, value in ipairs(values) do wanted[value] = true end
  return predicate.new {
    test = function(task) return wanted[task[name]] == true end,
    text = ("%s is %s"):format(name, listed(values)), fields = {[name] = true},
    statuses = name == "TaskStatus" and wanted or nil,
    devices = name == "DeviceName" and wanted or nil,
  }
end

-- "*" stands for any text; it may not occur in the vendor's names and versions.
local function pattern_of(glob)
  return "^" .. glob:gsub("[^A-Za-z0-9]", "%%%0"):gsub("%%%*", ".*") .. "$"
end

--- True when the field has one of these values, in which "*" stands for any text.
---@param name string one of the documented fields
---@param globs string[]|nil  none may be blank
---@return aliota.Predicate|nil
---@return string|nil problem
function field.like(name, globs)
  local problem = problem_with_all(name, globs)
  for i = 1, problem and 0 or #globs do problem = problem or problem_with_blank(name, globs[i]) end
  if problem then return nil, problem end
  if not table.concat(globs):find("*", 1, true) then return field.is(name, globs) end
  local patterns = {}
  for i, glob in ipairs(globs) do patterns[i] = pattern_of(glob) end
  return predicate.new {
    test = function(task)
      local value = task[name]
      for i = 1, type(value) == "string" and #patterns or 0 do
        if value:find(patterns[i]) then return true end
      end
      return false
    end,
    text = ("%s is like %s"):format(name, listed(globs)), fields = {[name] = true},
  }
end

--- True when every field that the table names has the value, or one of the values, that it says.
---@param wanted table<string, any>
---@return aliota.Predicate|nil
---@return string|nil problem
function field.all(wanted)
  local names, parts = {}, {}
  for name in pairs(wanted) do names[#names + 1] = name end
  table.sort(names, function(a, b) return tostring(a) < tostring(b) end)
  for i, name in ipairs(names) do
    local values = wanted[name]
    local part, problem = field.is(name, type(values) == "table" and values or {values})
    if not part then return nil, problem end
    parts[i] = part
  end
  return predicate.all(parts)
end

return field
