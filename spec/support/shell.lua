-- Commands of a system's shell, for specs and tools.
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

--- The lines that a command prints on its standard output.
---@param command string
---@return string[]
function shell.lines(command)
  local pipe, list = assert(io.popen(command)), {}
  for line in pipe:lines() do list[#list + 1] = line end
  pipe:close()
  return list
end

return shell
