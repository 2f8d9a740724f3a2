-- A copy of a table with changes.
---@param values table
---@param changes table|nil
---@return table
return function(values, changes)
  local copy = {}
  for name, value in pairs(values) do copy[name] = value end
  for name, value in pairs(changes or {}) do copy[name] = value end
  return copy
end
