-- Why a file that an option names can't be used, whatever is in it.
local content = require "aliota.util.content"

--- Reads it.
---@param options table
---@param name string  of the option; nothing is wrong where it is not given
---@return string|nil problem
return function(options, name)
  local path = options[name]
  if not path then return nil end
  local found, problem = content(path)
  if not found then return ("%s can't be read: %s"):format(name, problem) end
  if found == "" then return ("%s is empty: %s"):format(name, path) end
end
