-- Scripts in a process of their own, on the VM that the spec runs on.
local shell = require "spec.support.shell"

local LUA = require "spec.support.interpreter"

--- Runs a script.
---@param script string
---@param argument string|nil  without blanks
---@return string output of both kinds
---@return integer status
return function(script, argument)
  local path = os.tmpname()
  local file = assert(io.open(path, "w"))
  file:write(script)
  file:close()
  local output, status = shell.run(("%s %s %s"):format(LUA, path, argument or ""))
  os.remove(path)
  return output, status
end
