-- The rows of a list's answer: where they are, and what becomes of them. Pure.
local answer_rows = {}

--- The rows. What the path leads over may be absent, {} or "" where there are none.
---@param response table
---@param path string[]  names of members, see operations.lua, `items`
---@return table[]
function answer_rows.of(response, path)
  local rows = response
  for _, name in ipairs(path) do rows = type(rows) == "table" and rows[name] end
  return type(rows) == "table" and rows or {}
end

---@class aliota.RowSchema   what becomes of the rows of an answer
---@field path string[]        to them, see operations.lua, `items`
---@field id string            the name of the member that tells them apart; it has no values
---@field metatable table      which they get
---@field values table<string, table> by the name of a member: what it has becomes what this table has for it
---@field fields table<string, true>|nil  the members that rows are to have; nil: all that were sent

local function leave_out(row, schema)
  for name in pairs(row) do
    if not schema.fields[name] and name ~= schema.id then row[name] = nil end
  end
end

--- Makes objects of rows, in place, that were read by anything but the JSON decoder, which does the same while it reads
--- (see core.json.decode). They keep their id, wanted or not, as nobody has read it yet.
---@param rows table[]
---@param schema aliota.RowSchema
---@return table[] rows
function answer_rows.follow(rows, schema)
  for _, row in ipairs(rows) do
    if type(row) == "table" then
      if schema.fields then leave_out(row, schema) end
      for name, values in pairs(schema.values) do
        if row[name] ~= nil then row[name] = values[row[name]] end
      end
      setmetatable(row, schema.metatable)
    end
  end
  return rows
end

return answer_rows
