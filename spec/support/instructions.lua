-- How much work a function is, by instructions of the VM rather than by the clock, which is another on a busy machine.

local STEP = 1000

--- Counts what is interpreted; work within C functions and traces of LuaJIT is not seen.
---@param work fun()
---@return integer instructions
return function(work)
  local count = 0
  debug.sethook(function() count = count + STEP end, "", STEP)
  local ok, problem = pcall(work)
  debug.sethook()
  if not ok then error(problem, 0) end
  return count
end
