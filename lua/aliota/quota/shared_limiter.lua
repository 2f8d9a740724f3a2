-- The limiter of one operation where processes share it: this process's client of the backend.
--
-- A backend may be away: not reachable, stalled, or restarted without memory. No slot may be lost by that and none used
-- twice. So what the backend has not heard stays in an outbox until it does, and a question whose answer was lost is
-- asked again in the name of the same call, or taken back. A backend that is away is tried again after a while; until
-- then a quota with a share lets calls through by a limiter of this process alone, and tells of them later
-- (shared_quota.lua). As others may do the same, all pause for a window once the backend is back.
local CallQueue = require "aliota.quota.call_queue"
local Way = require "aliota.quota.way"
local nonce = require("aliota.core").sign.nonce

-- Seconds after which a process that waits, and has not polled, leaves the backend's queue.
local WAITER_TIMEOUT = 0.75
-- Seconds for which a slot is held for a request that is on its way out, without its process having said so again.
local LEASE = 10
-- Seconds for which a backend keeps what it was told, at least: what it does not know by then it has lost.
local MEMORY = 60
-- Seconds after which a backend that was away is tried again.
local RETRY = 0.5

local WEAK = {__mode = "v"}

---@class aliota.QuotaMessage what the backend has yet to hear
---@field operation "sent"|"release"|"back_off"
---@field call string|nil      of which call
---@field at number|nil        when it was sent, or until when to back off
---@field expires_at number    after that it matters no more
---@field is_delivered boolean|nil

---@class aliota.SlotLease a slot that a call may hold at the backend
---@field call string            its name there
---@field reservation aliota.SharedReservation|nil  weak: the slot is the call's for only as long as somebody wants it
---@field is_used boolean|nil    whether its request may have been sent

---@class aliota.SharedLimiter
---@field queue aliota.CallQueue  of this process
---@field way aliota.QuotaWay     as this process knows it, as others may be elsewhere
---@field poll_at number      before that it is not worth asking
---@field retry_at number     when the backend is to be tried again; until then calls go by the share
---@field leases table<aliota.SlotLease, boolean>
---@field outbox aliota.QuotaMessage[]
---@field problem string|nil  why the backend is away
---@field away_since number|nil
---@field moves integer|nil    of the backend, that are known here
local Limiter = {LEASE = LEASE}
Limiter.__index = Limiter

--- What a backend answers when another process has locked the text.
Limiter.BUSY = "busy"

---@param backend aliota.QuotaBackend
---@param key string
---@return aliota.SharedLimiter
function Limiter.new(backend, key)
  return setmetatable({
    backend = backend, key = key, process = nonce():sub(1, 12), calls = 0, queue = CallQueue.new(), way = Way.new(),
    window = 0, pause = 0, answered_at = -math.huge, poll_at = -math.huge, retry_at = -math.huge, leases = {},
    outbox = {}, moves = backend.moves,
  }, Limiter)
end

--- For how long calls count, and for how long others pause after this process has been without the backend: while its
--- calls may count that went by its share, if it has one.
---@param window number seconds
---@param has_share boolean
function Limiter:expect(window, has_share)
  self.window = math.max(self.window, window)
  self.pause = has_share and self.window or 0
end

--- Names a call that may come to hold a slot.
---@param reservation aliota.SharedReservation
---@return aliota.SlotLease
function Limiter:new_lease(reservation)
  self.calls = self.calls + 1
  return setmetatable({call = ("%s:%d"):format(self.process, self.calls), reservation = reservation}, WEAK)
end

-- The backend ---------------------------------------------------------------------------------------------------------

function Limiter:mark_away(problem, asked_at)
  local now = self.backend.now() -- it may have taken long to find out
  if not self.problem then self.away_since = asked_at end
  self.problem, self.failed_at, self.retry_at = problem, now, now + RETRY
end

-- Code that can't wait, such as a finaliser, finds nothing out about the backend.
function Limiter:apply(...)
  local backend = self.backend
  local asked_at = backend.now()
  local answer, problem, is_only_here = backend:apply(self.key, self.pause, self.window, ...)
  if not answer and not is_only_here then self:mark_away(problem, asked_at) end
  if self.moves ~= backend.moves then
    self.moves = backend.moves
    self:renew_all()
  end
  return answer, problem
end

-- The backend may have forgotten the leases.
function Limiter:renew_all()
  for lease in pairs(self.leases) do
    if lease.reservation then lease.reservation.renewed_at = -math.huge end
  end
end

-- Whether it heard.
function Limiter:tell(...)
  local answer = self:apply(...)
  return answer ~= nil and answer ~= Limiter.BUSY
end

function Limiter:deliver(message, now)
  local operation = message.operation
  if operation == "sent" then return self:tell("sent", message.call, now - message.at) end
  if operation == "release" then return self:tell("release", message.call) end
  return self:tell("back_off", message.at - now)
end

-- Delivers the outbox for as long as the backend listens. Other coroutines may do so meanwhile, or the running one may
-- end here: what is told twice does no harm, what is lost would.
function Limiter:flush()
  local is_listening = not self.problem
  for _, message in ipairs(self.outbox) do
    local now = self.backend.now()
    if not message.is_delivered and now < message.expires_at and is_listening then
      is_listening = self:deliver(message, now)
      message.is_delivered = is_listening
    end
  end
  local undelivered, now = {}, self.backend.now()
  for _, message in ipairs(self.outbox) do
    if not message.is_delivered and now < message.expires_at then undelivered[#undelivered + 1] = message end
  end
  self.outbox = undelivered
end

--- Tells the backend now, or as soon as it is there.
---@param message aliota.QuotaMessage
function Limiter:send(message)
  message.is_delivered = false
  self.outbox[#self.outbox + 1] = message
  self:flush()
end

--- Ends a lease here. The message is to be sent: unheard, the slot would be held until the lease is over there.
---@param lease aliota.SlotLease
---@param at number|nil  when the request was sent, or may arrive; nil: it never was sent
---@return aliota.QuotaMessage
function Limiter:end_lease(lease, at)
  self.leases[lease] = nil
  return self:message(lease.call, at)
end

--- What the backend is to hear of a slot.
---@param call string
---@param at number|nil  from when on it is taken for a window; nil: it is free
---@return aliota.QuotaMessage
function Limiter:message(call, at)
  return {
    operation = at and "sent" or "release", call = call, at = at,
    expires_at = self.backend.now() + LEASE + self.window,
  }
end

-- A call that was collected, such as one of a light thread that was killed, sends nothing from now on.
function Limiter:end_collected(now)
  for lease in pairs(self.leases) do
    if not lease.reservation then
      self.outbox[#self.outbox + 1] = self:end_lease(lease, lease.is_used and now or nil)
    end
  end
end

-- Other processes may have been without the backend, too, and use their shares until they know better; so does this.
function Limiter:recover(now)
  local answer = self:apply("recover", now - self.failed_at, self.pause)
  if not answer or answer == Limiter.BUSY then return end
  local pause = tonumber(answer:match "[^ ]+$")
  self.problem, self.retry_at = nil, pause > 0 and self.backend.now() + pause or -math.huge
  self:renew_all()
end

--- Tells the backend all that it has yet to hear.
---@param now number
---@return boolean whether it can be asked now
function Limiter:sync(now)
  self:end_collected(now)
  if self.problem then self:recover(now) end
  self:flush()
  return not self.problem and now >= self.retry_at
end

--- Asks for a slot.
---@param lease aliota.SlotLease
---@param now number
---@param slots integer that there are in a window
---@param window number seconds
---@return string|nil answer
---@return string|nil problem
function Limiter:acquire(lease, now, slots, window)
  self.leases[lease] = true
  local heard = now - self.answered_at
  if heard > MEMORY then heard = 0 end
  local answer, problem = self:apply("acquire", self.process, lease.call, heard, slots, window, WAITER_TIMEOUT, LEASE)
  if answer and answer ~= Limiter.BUSY then
    self.answered_at, self.is_queued = self.backend.now(), answer ~= "go"
    if self.is_queued then self.leases[lease] = nil end
  end
  return answer, problem
end

--- Says that a request is still on its way out. Should this not be heard, it is said again.
---@param lease aliota.SlotLease
---@param now number
function Limiter:renew(lease, now)
  if not self.problem and self:tell("renew", lease.call, LEASE) then lease.reservation.renewed_at = now end
end

--- Leaves the backend's queue when nobody waits here any more.
function Limiter:leave()
  if not self.is_queued or not self.queue:is_empty() then return end
  self.is_queued = false
  if not self.problem then self:tell("leave", self.process) end
end

return Limiter
