-- Whether a stream is a terminal, also where lua-term is missing, which the rest of the library asks: a script may
-- start a process to find out.
local terminal = require "aliota.show.terminal"

local NUMBERS = {[io.stdout] = 1, [io.stderr] = 2}

---@param stream file*  standard output or standard error
---@return boolean
return function(stream)
  if terminal.is(stream) then return true end
  if pcall(require, "term") then return false end
  local status = os.execute("test -t " .. NUMBERS[stream])
  return status == true or status == 0 -- Lua 5.4, LuaJIT
end
