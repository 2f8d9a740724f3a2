-- Remembered answers: a table that asks a function for what it does not hold yet.

--- Makes such a table. It forgets everything when it holds `most` answers, so that no input can make it grow.
---@param answer fun(key: any): any must not return nil; false is an answer
---@param most integer
---@return table<any, any>
return function(answer, most)
  local count = 0
  return setmetatable({}, {__index = function(known, key)
    if count >= most then
      for old in pairs(known) do known[old] = nil end
      count = 0
    end
    local value = answer(key)
    known[key], count = value, count + 1
    return value
  end})
end
