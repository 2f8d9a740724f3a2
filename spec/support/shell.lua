-- Commands of a system's shell, for specs.
local shell = {}

--- Runs a command.
---@param command string
---@return string output of both kinds
---@return integer status
function shell.run(command)
  local pipe = io.popen("(" .. command .. ") 2>&1; echo exit $?")
  local output, status = pipe:read("*a"):match "^(.-)exit (%d+)\n$"
  pipe:close()
  return output, tonumber(status)
end

return shell
