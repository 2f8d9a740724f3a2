-- Remembered answers: a table that asks a function for what it does not hold yet.

--- Makes such a table. It forgets everything when it holds `most` answers, so that no input can make it grow.
---@param answer fun(key: any): any nil is not remembered; false is
---@param most integer
---@return table<any, any>
return function(answer, most)
  local count = 0
  return setmetatable({}, {__index = function(known, key)
    local value = answer(key)
    if value == nil then return nil end
    if count >= most then
      for old in pairs(known) do known[old] = nil end
      count = 0
    end
    known[key], count = value, count + 1
    return value
  end})
end
