-- The present, by the clock that dates the tasks at hand.
local clocks = require "aliota.util.clocks"

--- By the service's clock where tasks are listed, or were, as well as a client knows that once it has been answered;
--- else by this machine's.
---@param tasks aliota.Iterator|aliota.Task[]
---@return integer epoch seconds
return function(tasks)
  local clock = tasks.clock or clocks[tasks]
  return type(clock) == "function" and math.floor(clock()) or os.time()
end
