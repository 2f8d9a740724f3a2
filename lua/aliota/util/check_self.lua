-- A dot where a colon was meant is told at the line that wrote it.
local lazy = require "aliota.util.lazy"
local blame = lazy "aliota.util.blame"

--- Call it first in a public method.
---@param self any
---@param class table  the metatable of objects that have the method
---@param call string  how it is called, such as "plan:apply"
return function(self, class, call)
  if getmetatable(self) ~= class then blame(("call it with a colon: %s(…)"):format(call)) end
end
