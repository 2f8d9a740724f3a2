-- ^C for a verb that must not be cut in two at any instruction, as Lua's own handler does: it comes at the points that
-- ask for it, and where the client waits.
local lazy = require "aliota.util.lazy"
local core = lazy "aliota.core"
local loop = lazy "aliota.loop"

local held_interrupt = {}

--- Raises if ^C has come: here nothing is half done.
function held_interrupt.check()
  if core.interrupted() then error("interrupted!", 0) end
end

--- For a client.
---@type aliota.Loop
held_interrupt.loop = {
  wait = function(http, seconds)
    loop.plain.wait(http, seconds)
    held_interrupt.check()
  end,
}

local function result(ok, ...)
  if not ok then error((...), 0) end
  return ...
end

--- Does the work. A second ^C ends the process.
---@param work fun(...: any): ...
---@return any ... what it returns; what it raises is raised
function held_interrupt.during(work, ...)
  return result(core.holding_interrupts(work, ...))
end

return held_interrupt
