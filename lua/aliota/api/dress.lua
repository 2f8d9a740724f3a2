-- Makes objects of the rows of an answer that was read by anything but the JSON decoder, which does the same while it
-- reads (see core.json.decode). Pure.

---@class aliota.Dress          what becomes of the rows of an answer
---@field path string[]        to them, see operations.lua, `items`
---@field id string            the name of the member that tells them apart; it has no values
---@field metatable table      which they get
---@field values table<string, table> by the name of a member: what it has becomes what this table has for it

--- Dresses rows in place.
---@param rows table[]
---@param dress aliota.Dress
---@return table[] rows
return function(rows, dress)
  for _, row in ipairs(rows) do
    if type(row) == "table" then
      for name, values in pairs(dress.values) do
        if row[name] ~= nil then row[name] = values[row[name]] end
      end
      setmetatable(row, dress.metatable)
    end
  end
  return rows
end
