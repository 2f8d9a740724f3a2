-- The members of what a name stands for, that are there to be used: of objects of this library those that help tells
-- of. Calls nothing, and asks no metatable.
local classes = require "aliota.help.classes"
local operations = require "aliota.api.operations"
local read_entries = require "aliota.help.entries"

-- Functions that there is help on, and methods that are operations.
local DOCUMENTED, METHODS = {}, {}
for _, group in ipairs(read_entries()) do
  for _, entry in ipairs(group.entries) do DOCUMENTED[entry.f] = true end
end
for _, row in pairs(operations) do METHODS[row.method_name] = true end

local function is_name(key) return type(key) == "string" and key:find "^%a" ~= nil end

local function class_of(value)
  local meta = getmetatable(value)
  if type(meta) ~= "table" then return nil end
  return type(meta.__index) == "table" and meta.__index or nil, rawget(meta, "__name")
end

local function fields_of(name)
  local doc = classes.all()[name]
  return doc and classes.fields(doc)
end

local function add(found, from, wanted)
  for key, member in next, from do
    if is_name(key) and (not wanted or wanted(key, member)) then found[key] = member end
  end
end

-- A class of which some functions are documented has others that are its own business.
local function methods_of(class, no_operations)
  local documented = {}
  add(documented, class, function(_, member) return DOCUMENTED[member] end)
  if not next(documented) then add(documented, class) return documented end
  if not no_operations then add(documented, class, function(key) return METHODS[key] end) end
  return documented
end

--- What there is by names.
---@param value any
---@param no_operations boolean|nil  leave out the methods that are operations of the service, which are many
---@return table<string, any>
return function(value, no_operations)
  local class, name = class_of(value)
  local found = class and methods_of(class, no_operations) or {}
  if type(value) ~= "table" then return found end
  local is_ours = class and name and name:find "^aliota%." and name ~= "aliota.Task"
  local fields = is_ours and (fields_of(name) or {})
  add(found, value, fields and function(key) return fields[key] end)
  return found
end
