-- A text that a person names: a file, or - for standard input.
local content = require "aliota.util.content"

---@param path string
---@return string|nil text
---@return string|nil problem  names the file
return function(path)
  if path ~= "-" then return content(path) end
  local text, problem = io.read "*a"
  if text then return text end
  return nil, "standard input: " .. problem
end
