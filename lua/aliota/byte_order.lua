-- The order of texts by their bytes, in which signatures and files have names. Lua's own `<` asks the program's locale.

---@param a string
---@param b string
---@return boolean whether a comes before b
return function(a, b)
  if a == b then return false end
  local i = 1
  while a:byte(i) == b:byte(i) do i = i + 1 end
  return (a:byte(i) or -1) < (b:byte(i) or -1)
end
