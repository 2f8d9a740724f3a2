-- A target that trips, to see that this is told.
return function(text)
  if text:find "x" then error("this reader wants no x", 0) end
end
