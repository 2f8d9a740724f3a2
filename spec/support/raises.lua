-- Misuse is blamed on the caller's line.

--- Fails unless a function raises, at the line where it begins, a message with this text.
---@param message string
---@param f function whose misuse is in its first line
return function(message, f)
  local ok, raised = pcall(f)
  assert(not ok, "nothing was raised")
  local info = debug.getinfo(f, "S")
  local place = ("%s:%d: "):format(info.source:match "[^/@]+%.lua$", info.linedefined)
  assert(raised:find(place, 1, true), raised)
  assert(raised:find(message, 1, true), raised)
end
