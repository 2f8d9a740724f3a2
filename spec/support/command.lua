-- The command `aliota` in a child process, with the Lua that runs the specs, against a sandbox.
local example = require "spec.support.example"

local command = {}

--- The line that runs it.
---@param service table  the sandbox: `endpoint` and `credentials`
---@param words string
---@return string
function command.line(service, words) return example.command(service, "bin/aliota " .. words) end

local function content_of(path)
  local file = assert(io.open(path))
  local text = file:read "*a"
  file:close()
  os.remove(path)
  return text
end

--- Runs a line of a shell.
---@param line string
---@return integer status
---@return string output
---@return string errors
function command.shell(line)
  local output, errors = os.tmpname(), os.tmpname()
  local pipe = io.popen(("(%s) >%s 2>%s; echo $?"):format(line, output, errors))
  local status = tonumber(pipe:read "*l")
  pipe:close()
  return status, content_of(output), content_of(errors)
end

--- Runs it.
---@param service table
---@param words string
---@return integer status
---@return string output
---@return string errors
function command.run(service, words) return command.shell("timeout 180 " .. command.line(service, words)) end

return command
