-- Waits for something that other processes do.
local cqueues = require "cqueues"

local PATIENCE = 120 -- seconds, enough for a machine that is busy with much else

---@param condition fun(): any  true once it is so
return function(condition)
  local deadline = cqueues.monotime() + PATIENCE
  while not condition() do
    assert(cqueues.monotime() < deadline, "waited in vain")
    cqueues.poll(0.005)
  end
end
