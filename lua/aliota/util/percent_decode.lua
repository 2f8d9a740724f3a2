-- Percent-encoding undone, as in addresses and queries.

---@param text string
---@return string
return function(text)
  return (text:gsub("%%(%x%x)", function(digits) return string.char(tonumber(digits, 16)) end))
end
