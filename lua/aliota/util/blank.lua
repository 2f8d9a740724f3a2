-- A text that should name something and holds nothing: mostly a variable that somebody forgot to set. Sent or compared,
-- it may come to mean everything.

--- What is wrong with it; nil when there is something in it.
---@param text string
---@return "is empty"|"is blank"|nil problem
return function(text)
  if text == "" then return "is empty" end
  return not text:find "[^ \t\r\n\v\f]" and "is blank" or nil
end
