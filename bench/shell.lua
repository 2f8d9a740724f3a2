-- Other programs, as far as measuring needs them.
local shell = {}

--- A word that the shell takes as it is.
---@param word string|number
---@return string
function shell.quote(word)
  return "'" .. tostring(word):gsub("'", "'\\''") .. "'"
end

--- Runs a command; raises when it fails.
---@param command string
---@return string output
function shell.output(command)
  local pipe = io.popen(command)
  local output = pipe:read("*a")
  if not pipe:close() then error("this failed: " .. command, 0) end
  return output
end

--- Runs a program that prints lines such as "name 12.3".
---@param command string
---@return table<string, number>
function shell.figures(command)
  local figures = {}
  for name, value in shell.output(command):gmatch("(%S+) (%S+)\n") do figures[name] = tonumber(value) end
  return figures
end

return shell
