-- What is in a list, as keys.

---@generic V
---@param list V[]
---@return table<V, true>
return function(list)
  local set = {}
  for _, value in ipairs(list) do set[value] = true end
  return set
end
