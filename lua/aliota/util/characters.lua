-- How long a text is for a person: the vendor's limits count characters, not bytes.

--- The number of characters of a text in UTF-8: every byte that does not continue one.
---@param text string
---@return integer
return function(text)
  return (select(2, text:gsub("[^\128-\191]", "")))
end
