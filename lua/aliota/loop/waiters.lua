-- Who waits for what, where several coroutines wait in one thread: each is woken when a transfer of its own ends, and
-- not for those of others.

---@class aliota.Event a coroutine waits for it, another one sets it
---@field wait fun(self: aliota.Event, seconds: number)  until it is set, or was since the last wait; or so long
---@field set fun(self: aliota.Event)

---@class aliota.Waiters
local Waiters = {}
Waiters.__index = Waiters

local waiters = {}

---@param new_event fun(): aliota.Event
---@return aliota.Waiters
function waiters.new(new_event)
  return setmetatable({
    new_event = new_event,
    events = setmetatable({}, {__mode = "k"}), -- of coroutines
    watched = setmetatable({}, {__mode = "kv"}), -- who waits for a transfer; one that nobody runs any more is let go
  }, Waiters)
end

--- The event of the running coroutine.
---@return aliota.Event
function Waiters:event()
  local running = coroutine.running()
  local event = self.events[running]
  if not event then
    event = self.new_event()
    self.events[running] = event
  end
  return event
end

--- Notes that the running coroutine waits for a transfer.
---@param transfer userdata
function Waiters:watch(transfer)
  self.watched[transfer] = coroutine.running()
end

--- Moves transfers a bounded step, and wakes those whose transfers have ended.
---@param http userdata
function Waiters:step(http)
  http:step()
  local transfer = http:pop()
  while transfer do
    local event = self.events[self.watched[transfer] or false]
    if event then event:set() end
    transfer = http:pop()
  end
end

return waiters
