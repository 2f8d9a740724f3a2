-- Who waits for what, where several coroutines wait in one thread: each is woken when a transfer of its own ends, and
-- not for those of others. Between two turns, in which transfers move, only so many are admitted, and the others wait
-- in a run queue: whatever has made many ready at once, each reads a page or has requests to sign, and nobody else in
-- the thread would run before the last of them has.

-- How many are admitted in a turn. A page takes half a millisecond; fewer would not fill the millisecond that turns are
-- apart.
local MOST_ADMITTED = 16

---@class aliota.Event a coroutine waits for it, another one sets it
---@field wait fun(self: aliota.Event, seconds: number)  until it is set, or was since the last wait; or so long
---@field set fun(self: aliota.Event)

---@class aliota.Waiter
---@field event aliota.Event
---@field is_queued boolean
---@field is_admitted boolean  in this turn, and has not gone on yet

---@class aliota.Waiters
---@field free integer  how many more may be admitted in this turn; none while somebody is queued
local Waiters = {}
Waiters.__index = Waiters

local waiters = {}

---@param new_event fun(): aliota.Event
---@return aliota.Waiters
function waiters.new(new_event)
  return setmetatable({
    new_event = new_event,
    all = setmetatable({}, {__mode = "k"}), -- by coroutine
    watched = setmetatable({}, {__mode = "kv"}), -- who waits for a transfer; one that nobody runs any more is let go
    queue = {}, free = MOST_ADMITTED,
  }, Waiters)
end

function Waiters:running()
  local running = coroutine.running()
  local waiter = self.all[running]
  if not waiter then
    waiter = {event = self.new_event(), is_queued = false, is_admitted = false}
    self.all[running] = waiter
  end
  return waiter
end

--- The event of the running coroutine.
---@return aliota.Event
function Waiters:event()
  return self:running().event
end

--- Notes that the running coroutine waits for a transfer.
---@param transfer userdata
function Waiters:watch(transfer)
  self.watched[transfer] = coroutine.running()
end

function Waiters:enqueue(waiter)
  if waiter.is_queued or waiter.is_admitted then return end
  waiter.is_queued = true
  self.queue[#self.queue + 1] = waiter
end

--- Whether the running coroutine may go on in this turn. If not, its event will be set in the turn in which it may.
---@return boolean
function Waiters:may_go_on()
  local waiter = self:running()
  if not waiter.is_admitted then
    if self.free == 0 then
      self:enqueue(waiter)
      return false
    end
    self.free = self.free - 1
  end
  waiter.is_admitted = false
  return true
end

--- Whether anybody is queued.
---@return boolean
function Waiters:has_queue()
  return self.queue[1] ~= nil
end

function Waiters:admit()
  self.free = MOST_ADMITTED
  while self.free > 0 and self:has_queue() do
    local waiter = table.remove(self.queue, 1)
    waiter.is_queued, waiter.is_admitted = false, true
    waiter.event:set()
    self.free = self.free - 1
  end
end

--- The next turn: moves transfers a bounded step, queues those whose have ended, and wakes as many as are admitted.
---@param http userdata
---@return boolean is_busy whether it woke anybody
function Waiters:turn(http)
  http:step()
  for transfer in http.pop, http do
    local waiter = self.all[self.watched[transfer] or false]
    if waiter then self:enqueue(waiter) end
  end
  self:admit()
  return self.free < MOST_ADMITTED
end

return waiters
