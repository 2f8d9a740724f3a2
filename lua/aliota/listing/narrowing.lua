-- Who reads a listing to its end tells it which fields he looks at: the rest is not read then. What has no fields to
-- choose from, such as an array, is left as it is.
local blame = require "aliota.util.blame"

local narrowing = {}

---@param names string[]
---@return aliota.FieldSet
function narrowing.set(names)
  local set = {}
  for _, name in ipairs(names) do set[name] = true end
  return set
end

local function narrowing_of(source)
  return type(source) == "table" and source.projection or nil
end

--- The first of some fields that rows won't have, as the listing was asked for others.
---@param source any  an iterator, or what has no fields to choose from
---@param fields aliota.FieldSet
---@return string|nil
function narrowing.lacks(source, fields)
  local rows = narrowing_of(source)
  return rows and rows:lacks(fields)
end

--- Raises where there is such a field.
---@param source any
---@param fields aliota.FieldSet
function narrowing.check(source, fields)
  local missing = narrowing.lacks(source, fields)
  if missing then blame(("the listing has no %s: add it to fields"):format(missing)) end
end

--- Tells that no other fields are looked at. To be called by who will read the source to its end, or close it.
---@param source any
---@param fields aliota.FieldSet
function narrowing.narrow(source, fields)
  local rows = narrowing_of(source)
  if rows then rows:narrow(fields) end
end

return narrowing
