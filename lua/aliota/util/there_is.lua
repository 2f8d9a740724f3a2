-- What there is, said as a sentence says it.

---@param names string[]  in their order, one or more
---@return string  "there is a", "there are a and b", "there are a, b and c"
return function(names)
  if #names == 1 then return "there is " .. names[1] end
  return ("there are %s and %s"):format(table.concat(names, ", ", 1, #names - 1), names[#names])
end
