-- The keys of a table in an order, where pairs has none.

---@param map table
---@param before (fun(a: any, b: any): boolean)|nil  which of two keys comes first; nil: the smaller one
---@return any[]
return function(map, before)
  local keys = {}
  for key in pairs(map) do keys[#keys + 1] = key end
  table.sort(keys, before)
  return keys
end
