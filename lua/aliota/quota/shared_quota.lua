-- A quota that processes share. Its windows are kept by a backend (shdict.lua, redis.lua), which decides who may go
-- next (shared_window.lua); a limiter for each operation talks to that (shared_limiter.lua). Here is what a call does:
-- it polls for a slot when it is the first of this process's queue and that is worth it, keeps its lease while the
-- request is on its way out, and tells when it was sent.
local Limiter = require "aliota.quota.shared_limiter"
local Outage = require "aliota.quota.outage"
local errors = require "aliota.api.errors"
local quota = require "aliota.quota"
local rate = require "aliota.quota.rate"

local shared_quota = {}

-- Seconds: how often a process that waits polls at least.
local HEARTBEAT = 0.25
-- Seconds: when a slot is due to another call of this process, or another process has the lock, any moment.
local SOON = 0.002

-- Seconds by which a slot has to be taken for longer, or less long, for the backend to hear of it.
local NOTICEABLE = 0.005

---@class aliota.QuotaBackend where the windows are kept
---@field name string   for messages
---@field hint_for fun(problem: string): string  what to do about that
---@field now fun(): number  the clock of all times here, which is that of transfers
---@field moves integer|nil  how often the windows came to be kept elsewhere, where what was told last may be missing
---@field apply fun(backend, key: string, pause: number, window: number, operation: string, ...): string|nil,
---string|nil, boolean|nil  does what shared_window.apply does for the text under a key, with nobody else at it; or
---tells a problem, and whether that is one of the code that runs rather than of the backend. An operation that is late,
---as nobody waits for its answer any more, is not carried out, but `recover` with the pause is; where the text came to
---be kept elsewhere, `move` with the window is before it

---@class aliota.SharedQuota: aliota.Quota
local Quota = {}
Quota.__index = Quota
Quota.__name = "aliota.SharedQuota"

---@class aliota.SharedReservation: aliota.Reservation
---@field lease aliota.SlotLease|nil           while it may hold a slot at the backend
---@field renewed_at number|nil                when the backend last heard of that
---@field last_message aliota.QuotaMessage|nil how the attempt ended
---@field fallback aliota.Reservation|nil      of this process alone, while the backend is away
---@field sent number|nil                      when the request of the attempt was sent
---@field is_over boolean|nil                  whether the attempt has ended
local Reservation = {}
Reservation.__index = Reservation

---@class aliota.quota.SharedOptions
---@field account string|nil  a name of yours for the account whose calls it counts; default "default"
---@field qps number|nil      calls a second of each operation; default as documented

--- Makes a quota.
---@param backend aliota.QuotaBackend
---@param settings aliota.quota.SharedOptions
---@param share number|nil  of the quota for this process alone while the backend is away; nil: calls fail
---@return aliota.SharedQuota
function shared_quota.new(backend, settings, share)
  return setmetatable({
    qps = settings.qps, backend = backend, account = settings.account or "default", limiters = {},
    share = share, fallback = share and quota.new(), outage = share and Outage.new(backend.name, share),
  }, Quota)
end

-- Several workers may come from one process that made the quota, but no limiter, before it forked.
function Quota:limiter(action)
  local limiter = self.limiters[action]
  if not limiter then
    limiter = Limiter.new(self.backend, ("aliota:{%s:%s}"):format(self.account, action))
    self.limiters[action] = limiter
  end
  return limiter
end

--- Queues a call in this process.
---@local
---@param action string
---@param limit number  calls a second, should the quota itself have no figure
---@param warn (fun(message: string))|nil  told when the backend is away, and when it is back
---@return aliota.SharedReservation
function Quota:reserve(action, limit, warn)
  local limiter, slots, window = self:limiter(action), rate.window(self.qps or limit)
  limiter:expect(window, self.share ~= nil)
  local reservation = setmetatable({
    quota = self, limiter = limiter, action = action, limit = self.qps or limit, slots = slots, window = window,
    warn = warn,
  }, Reservation)
  limiter.queue:push(reservation)
  return reservation
end

-- Getting a slot ------------------------------------------------------------------------------------------------------

-- The call goes; the backend knows that since `renewed_at`, or has yet to be told.
function Reservation:go(renewed_at)
  local limiter, lease = self.limiter, self.lease
  limiter.queue:remove(self)
  limiter.leases[lease], lease.is_used, self.renewed_at = true, true, renewed_at or -math.huge
  return true
end

local function share_of(limit, share)
  local calls = limit * share
  return calls < 1 and calls or math.floor(calls)
end

-- What was sent before the backend went away counts for a while. What is sent now it is told when it is back.
function Reservation:acquire_locally(now, problem)
  local owner, limiter = self.quota, self.limiter
  problem = problem or limiter.problem
  if not owner.share then
    return nil, errors.new {
      kind = "throttled", action = self.action, hint = limiter.backend.hint_for(problem),
      message = ("no call is let through, as the quota is kept in %s: %s"):format(limiter.backend.name, problem),
    }
  end
  if limiter.problem then owner.outage:note(self.warn, limiter.failed_at, limiter.problem) end
  self.fallback = self.fallback or owner.fallback:reserve(self.action, share_of(self.limit, owner.share))
  self.fallback:back_off((limiter.away_since or now) + self.window)
  local may_go, at = self.fallback:acquire(now)
  if not may_go then return false, limiter.retry_at > now and math.min(at, limiter.retry_at) or at end
  self.lease, self.went_locally = self.lease or limiter:new_lease(self), true
  return self:go(nil)
end

-- Others may have ended this attempt while the backend was asked: what it hears last is to be how it ended.
function Reservation:confirm_end()
  if self.last_message then self.limiter:send(self.last_message) end
end

function Reservation:poll(now)
  local limiter = self.limiter
  local is_there, answer, problem = limiter:sync(now), nil, nil
  if is_there and not self.is_over then
    self.lease = self.lease or limiter:new_lease(self)
    answer, problem = limiter:acquire(self.lease, now, self.slots, self.window)
    self:confirm_end()
  end
  if self.is_over then return false, math.huge end
  if not answer then return self:acquire_locally(now, problem) end
  if self.quota.outage then self.quota.outage:finish(now) end
  if self.fallback then
    self.fallback:release()
    self.fallback = nil
  end
  if answer == "go" then return self:go(now) end
  local seconds = 0
  if answer ~= Limiter.BUSY then self.lease, seconds = nil, tonumber(answer:match "[^ ]+$") end
  limiter.poll_at = now + math.max(SOON, math.min(seconds, HEARTBEAT))
  return false, limiter.poll_at
end

--- Takes a slot if there is one for this call.
---@param now number seconds of the backend's clock
---@return boolean|nil  whether the call may go out; nil: it may never, as the backend is away
---@return number|aliota.Error|nil at when to poll again
function Reservation:acquire(now)
  local limiter = self.limiter
  self.polled_at = now
  if now < limiter.retry_at then return self:acquire_locally(now) end
  if not limiter.queue:is_among_next(self, 0, now) then return false, math.max(limiter.poll_at, now + SOON) end
  if now < limiter.poll_at then return false, limiter.poll_at end
  return self:poll(now)
end

-- Using it -----------------------------------------------------------------------------------------------------------

--- Tells which transfer uses the slot, and so when the request is sent.
---@param transfer userdata
function Reservation:attach(transfer)
  if self.fallback then self.fallback:attach(transfer) end
  self.transfer = transfer
end

-- The request was sent, or never will be. It may turn out to arrive late.
function Reservation:settle(at)
  local limiter = self.limiter
  self.last_message, self.sent = limiter:end_lease(self.lease, at and at + limiter.way:delay()), at
  self.lease = nil
  self.limiter:send(self.last_message)
end

--- Called now and then until the transfer ends: tells when the request was sent, and renews the lease until then.
---@param now number seconds of the backend's clock
function Reservation:track(now)
  local transfer, lease = self.transfer, self.lease
  if not lease then return end
  local at = transfer and transfer:sent()
  if at or not transfer or transfer:done() then
    self:settle(at)
  elseif now - self.renewed_at > Limiter.LEASE / 2 then
    self.limiter:renew(lease, now)
    self:confirm_end()
  end
end

--- The request was answered. The backend hears of it where that changes for how long the slot is taken. Others have
--- requests on their way that nothing is known of here, so that no head start is counted on; and what is refused keeps
--- its slot, as several processes might send another call at once.
---@param seconds number          from when it was sent
---@param is_refused boolean|nil  whether it was one too many
function Reservation:answered(seconds, is_refused)
  local limiter, last = self.limiter, self.last_message
  if self.fallback then self.fallback:answered(seconds, is_refused) end
  limiter.way:note(seconds, is_refused)
  if not self.sent then return end
  local at = self.sent + limiter.way:delay(seconds)
  if math.abs(at - last.at) < NOTICEABLE then return end
  self.last_message = limiter:message(last.call, at)
  limiter:send(self.last_message)
end

-- What comes after this is another request, or none.
function Reservation:end_attempt()
  if self.lease then self:settle(self.transfer and self.transfer:sent()) end
  if self.fallback then self.fallback:release() end
  self.transfer, self.fallback, self.is_over = nil, nil, true
end

--- Goes back into the queue for another attempt, before those of this process who came later.
function Reservation:requeue()
  self:end_attempt()
  self.last_message, self.sent, self.is_over, self.went_locally = nil, nil, false, false
  self.limiter.queue:requeue(self)
end

--- The service asked for a pause: no call of the operation goes out before it is over.
---@param until_time number seconds of the backend's clock
function Reservation:back_off(until_time)
  if self.fallback then self.fallback:back_off(until_time) end
  self.limiter:send {operation = "back_off", at = until_time, expires_at = until_time}
end

--- Ends the reservation. Should no call come after one that went without the backend's knowing, this is the time to
--- tell.
function Reservation:release()
  self:end_attempt()
  local limiter = self.limiter
  limiter.queue:remove(self)
  if self.went_locally and limiter.problem and limiter.queue:is_empty() then limiter:sync(limiter.backend.now()) end
  limiter:leave()
end

return shared_quota
