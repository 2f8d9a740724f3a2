-- Client-side rate limiting: never more calls of an operation in any second than the account may make, and hardly fewer
-- while there is work. Pure: it is told the time, and asks transfers when they were sent.
--
-- Each operation has a limiter: a sliding window and a queue of the calls that wait for a slot in it. The service
-- counts a call when it arrives. We know when a request was sent. So a slot is taken while a request is on its way out,
-- however long connecting takes, and free again one window after it was sent: a second and a little (see rate.lua), and
-- as much longer as its round trip tells that it may have arrived late (see way.lua).
--
-- Quotas that processes share (shared_quota.lua) have the same methods.
local lazy = require "aliota.util.lazy"
local CallQueue = require "aliota.quota.call_queue"
local Way = require "aliota.quota.way"
local blame = lazy "aliota.util.blame"
local rate = require "aliota.quota.rate"

local quota = {}

---@class aliota.Quota the calls of one account; clients may share it
---@field qps number|nil  calls a second of each operation; nil: as the vendor documents them
local Quota = {}
Quota.__index = Quota
Quota.__name = "aliota.Quota"

---@class aliota.Reservation a call's claim to a slot: in the queue at first, then in the window
local Reservation = {}
Reservation.__index = Reservation

local WEAK = {__mode = "v"}

--- Makes a quota for clients to share: pass it as their option `quota`.
---@param qps number|nil  calls a second of each operation; nil: as the vendor documents them
---@return aliota.Quota
function quota.new(qps)
  local problem = qps ~= nil and rate.problem_with(qps)
  if problem then blame("quota.new: qps " .. problem) end
  return setmetatable({qps = qps, limiters = {}}, Quota)
end

--- Whether a value is a quota: this one, or one that processes share.
---@param value any
---@return boolean
function quota.is(value)
  return type(value) == "table" and type(value.reserve) == "function"
end

local of_accounts = setmetatable({}, WEAK)

--- The quota that all clients of an account share in this Lua VM unless they are told otherwise.
---@param account string  an access key id stands for it, as whose key it is can't be told
---@return aliota.Quota
function quota.of(account)
  local shared = of_accounts[account] or quota.new()
  of_accounts[account] = shared
  return shared
end

--- Queues a call.
---@local
---@param action string
---@param limit number  calls a second, should the quota itself have no figure
---@return aliota.Reservation
function Quota:reserve(action, limit)
  local limiter = self.limiters[action]
  if not limiter then
    limiter = {queue = CallQueue.new(), way = Way.new(), taken = {}, longest_window = 0, blocked_until = 0}
    self.limiters[action] = limiter
  end
  local slots, window = rate.window(self.qps or limit)
  limiter.longest_window = math.max(limiter.longest_window, window)
  local reservation = setmetatable({limiter = limiter, slots = slots, window = window}, Reservation)
  limiter.queue:push(reservation)
  return reservation
end

-- When the request in a slot was sent, for as much as is known: never and not yet are infinitely long ago and ahead.
local function sent_at(slot, now)
  local transfer = slot.transfer
  if transfer then
    slot.at = transfer:sent()
    if not slot.at then return transfer:done() and -math.huge or math.huge end
    slot.transfer = nil
  elseif not slot.at then
    slot.at = now -- its transfer was collected: whether it was sent is unknown
  end
  return slot.at
end

-- Forgets slots that are in nobody's window any more. Returns how many of the others have no answer yet.
local function forget(limiter, now)
  local kept, unanswered = {}, 0
  for _, slot in ipairs(limiter.taken) do
    if now - sent_at(slot, now) < limiter.longest_window + Way.MOST then
      kept[#kept + 1] = slot
      if not slot.seconds then unanswered = unanswered + 1 end
    end
  end
  limiter.taken = kept
  return unanswered
end

-- Returns how many slots are in a window, and when the next of them leaves it.
local function slide(limiter, now, slots, window)
  local company, way, count, free_at = forget(limiter, now), limiter.way, 0, math.huge
  for _, slot in ipairs(limiter.taken) do
    local over = sent_at(slot, now) + window + way:delay(slot.seconds, company, slots)
    if over > now then
      count, free_at = count + 1, math.min(free_at, over)
    end
  end
  return count, free_at
end

--- Takes a slot if there is one for this call. It counts from now on, until `attach` makes it known more exactly.
---@param now number seconds of `http.now`
---@return boolean  whether the call may go out
---@return number|nil at when to poll again; infinite when another request has to be sent first
function Reservation:acquire(now)
  local limiter = self.limiter
  self.polled_at = now
  if limiter.blocked_until > now then return false, limiter.blocked_until end
  local taken, free_at = slide(limiter, now, self.slots, self.window)
  local ahead = self.slots - taken - 1
  if ahead < 0 or not limiter.queue:is_among_next(self, ahead, now) then return false, free_at end
  limiter.queue:remove(self)
  self.slot = setmetatable({at = now}, WEAK)
  limiter.taken[#limiter.taken + 1] = self.slot
  return true
end

--- Tells which transfer uses the slot, and so when the request is sent.
---@param transfer userdata
function Reservation:attach(transfer)
  self.slot.at, self.slot.transfer = nil, transfer
end

--- Called now and then until the transfer ends, for quotas that have to tell others when the request was sent. This one
--- asks the transfer when that matters.
function Reservation.track() end

--- The request was answered. A call that is refused once has its slot back, as what is refused hardly counts; one that
--- is refused again leaves it taken, should that be wrong.
---@param seconds number          from when it was sent
---@param is_refused boolean|nil  whether it was one too many
function Reservation:answered(seconds, is_refused)
  local slot = self.slot
  slot.seconds = seconds
  self.limiter.way:note(seconds, is_refused)
  if is_refused and not self.was_refused then
    slot.at, slot.transfer, self.was_refused = -math.huge, nil, true
  end
end

--- Goes back into the queue for another attempt, before those who came later.
function Reservation:requeue()
  self.limiter.queue:requeue(self)
end

--- The service asked for a pause: no call of the operation goes out before it is over.
---@param until_time number seconds of `http.now`
function Reservation:back_off(until_time)
  self.limiter.blocked_until = math.max(self.limiter.blocked_until, until_time)
end

--- Ends the reservation. A slot that was used stays taken for its window.
function Reservation:release()
  self.limiter.queue:remove(self)
end

return quota
