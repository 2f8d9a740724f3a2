-- What is said where the C core can't be loaded: in a line, which command mends it.
local compat = require "aliota.util.compat"

--- What is wrong with the core.
---@param problem any  what `require` said of it
---@return string|nil message  nil: the core is there
return function(problem)
  local text = tostring(problem)
  local what
  if text:find("module 'aliota.core' not found", 1, true) then
    what = "is not there for " .. compat.name
  elseif text:find("error loading module 'aliota.core'", 1, true) then
    what = ("does not fit %s (%s)"):format(compat.name, text:match "\t*([^\n]*)$")
  end
  if not what then return nil end
  return ("aliota's C core, aliota/core.so, %s; in the source tree, make build builds one for each Lua"):format(what)
end
