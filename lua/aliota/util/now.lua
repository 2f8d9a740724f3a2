-- The present, by the clock that dates the tasks at hand.

--- By the service's clock where tasks are listed, as well as a client knows that once it has been answered; else by
--- this machine's.
---@param tasks aliota.Iterator|aliota.Task[]
---@return number epoch seconds
return function(tasks)
  local clock = tasks.clock
  return type(clock) == "function" and clock() or os.time()
end
