-- The keys of a table in an order, where pairs has none: so that of several things that are wrong with a table the same
-- one is named each time, whatever keys somebody has given it.

-- Keys of one kind by what they are, or by their text where they have no order.
local function is_before(a, b)
  local kind, other = type(a), type(b)
  if kind ~= other then return kind < other end
  if kind ~= "number" and kind ~= "string" then a, b = tostring(a), tostring(b) end
  return a < b
end

---@param map table
---@param before (fun(a: any, b: any): boolean)|nil  which of two keys comes first; nil: the smaller one, and
---numbers before texts
---@return any[]
return function(map, before)
  local keys = {}
  for key in pairs(map) do keys[#keys + 1] = key end
  table.sort(keys, before or is_before)
  return keys
end
