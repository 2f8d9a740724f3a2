-- One table of several.

--- A new table with all members of some tables; of two with one name it has the later table's.
---@param ... table|nil
---@return table
return function(...)
  local all = {}
  for i = 1, select("#", ...) do
    for name, value in pairs((select(i, ...)) or {}) do all[name] = value end
  end
  return all
end
