-- The calls of this process that wait for a slot of one operation, first come, first served.

-- Seconds. A waiter polls at least every quarter of one (see loop/init.lua). One that has not for this long is busy
-- elsewhere, such as a listing whose consumer makes other calls between two tasks, and is overtaken.
local WAITER_TIMEOUT = 0.5

---@class aliota.CallQueue
local CallQueue = {}
CallQueue.__index = CallQueue

---@return aliota.CallQueue
function CallQueue.new()
  -- Waiters are kept by number and weakly: a call that nobody wants any more leaves by being collected.
  return setmetatable({waiters = setmetatable({}, {__mode = "v"}), first = 1, last = 0}, CallQueue)
end

--- Puts a waiter at the end. It gets `number`, and sets `polled_at` itself each time that it asks for a slot.
---@param waiter table
function CallQueue:push(waiter)
  self.last = self.last + 1
  waiter.number = self.last
  self.waiters[waiter.number] = waiter
end

--- Puts a waiter back where it was, before those who came later.
---@param waiter table
function CallQueue:requeue(waiter)
  self.waiters[waiter.number] = waiter
  self.first = math.min(self.first, waiter.number)
end

---@param waiter table
function CallQueue:remove(waiter)
  self.waiters[waiter.number] = nil
end

local function is_polling(waiter, now)
  return waiter ~= nil and waiter.polled_at ~= nil and now - waiter.polled_at < WAITER_TIMEOUT
end

--- Whether at most `ahead` other waiters that poll are before this one.
---@param waiter table
---@param ahead integer
---@param now number
---@return boolean
function CallQueue:is_among_next(waiter, ahead, now)
  while self.first < waiter.number and not self.waiters[self.first] do self.first = self.first + 1 end
  for earlier = self.first, waiter.number - 1 do
    if is_polling(self.waiters[earlier], now) then ahead = ahead - 1 end
    if ahead < 0 then return false end
  end
  return true
end

---@return boolean
function CallQueue:is_empty()
  return next(self.waiters) == nil
end

return CallQueue
