-- The order of texts by their bytes, in which signatures and files have names.
local compat = require "aliota.util.compat"

local byte_order = {}

--- Whether a text comes before another.
---@param a string
---@param b string
---@return boolean
function byte_order.before(a, b)
  if a == b then return false end
  local i = 1
  while a:byte(i) == b:byte(i) do i = i + 1 end
  return (a:byte(i) or -1) < (b:byte(i) or -1)
end

-- Lua's own `<` may ask the program's locale; it is many times as fast where it asks none, or that is C.
local function is_that_of_lua() return compat.compares_bytes or os.setlocale(nil, "collate") == "C" end

--- Sorts texts in place.
---@param texts string[]
function byte_order.sort(texts) table.sort(texts, not is_that_of_lua() and byte_order.before or nil) end

return byte_order
