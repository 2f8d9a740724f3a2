-- A quota that processes share: where its state is kept is a home's business (quota/shdict.lua, quota/redis.lua), who
-- may go next is told by quota/rules.lua. Here is a process's part: it asks for one of its calls at a time, when that
-- is worth it, and tells when requests went out.
local Lane = require "aliota.quota.lane"
local errors = require "aliota.api.errors"
local quota = require "aliota.quota"
local rate = require "aliota.quota.rate"

local shared = {}

-- Seconds: how often a process that waits asks at least.
local HEARTBEAT = 0.25
-- Seconds: when it is the turn of another call of this process, or of another process, any moment.
local SOON = 0.002

---@class aliota.QuotaHome where the state of lines is kept
---@field name string   for messages
---@field hint string   what to do when it is away
---@field now fun(): number  the clock of all times here, which is that of transfers
---@field apply fun(home, key: string, pause: number, operation: string, ...): string|nil, string|nil, boolean|nil  does
---what rules.apply does for the text under a key, with nobody else at it; or tells a problem, and whether it is one of
---the code that runs rather than of the home. An operation that comes to its turn when nobody waits for its answer any
---more is not carried out, but `gave_up` with the pause is

---@class aliota.SharedQuota: aliota.Quota
local Quota = {}
Quota.__index = Quota
Quota.__name = "aliota.SharedQuota"

---@class aliota.SharedTurn: aliota.Turn
local Turn = {}
Turn.__index = Turn

--- Makes a quota.
---@param home aliota.QuotaHome
---@param settings {account: string|nil, qps: number|nil}
---@param share number|nil  of the quota for this process alone while the home is away; nil: calls fail
---@return aliota.SharedQuota
function shared.new(home, settings, share)
  return setmetatable({
    qps = settings.qps, home = home, account = settings.account or "default", lanes = {},
    share = share, stand_in = share and quota.new(),
  }, Quota)
end

-- Several workers may come from one process that made the quota, but no lane, before it forked.
function Quota:lane(action)
  local lane = self.lanes[action]
  if not lane then
    lane = Lane.new(self.home, ("aliota:{%s:%s}"):format(self.account, action))
    self.lanes[action] = lane
  end
  return lane
end

--- Takes the last place in this process's line.
---@param action string
---@param limit number  calls a second, should the quota itself have no figure
---@return aliota.SharedTurn
function Quota:line_up(action, limit)
  local lane, places, window = self:lane(action), rate.places(self.qps or limit)
  lane:expect(window, self.share ~= nil)
  local turn = setmetatable({
    quota = self, lane = lane, action = action, limit = self.qps or limit, places = places, window = window,
  }, Turn)
  lane.line:join(turn)
  return turn
end

-- Waiting for a place -------------------------------------------------------------------------------------------------

-- It goes; the home knows that since `told_at`, or has yet to be told.
function Turn:go(told_at)
  local lane, place = self.lane, self.place
  lane.line:leave(self)
  lane.open[place], place.is_used, self.told_at = true, true, told_at or -math.huge
  return true
end

local function share_of(limit, share)
  local calls = limit * share
  return calls < 1 and calls or math.floor(calls)
end

-- What went out before the home went away counts for a while. What goes now is told when it is back.
function Turn:ready_without_home(now, problem)
  local owner, lane = self.quota, self.lane
  if not owner.share then
    return nil, errors.new {
      kind = "throttled", action = self.action, hint = lane.home.hint,
      message = ("no call is let through, as the quota is kept in %s: %s"):format(
        lane.home.name, problem or lane.problem),
    }
  end
  self.stand_in = self.stand_in or owner.stand_in:line_up(self.action, share_of(self.limit, owner.share))
  self.stand_in:hold((lane.away_since or now) + self.window)
  local ready, at = self.stand_in:ready(now)
  if not ready then return false, lane.retry_at > now and math.min(at, lane.retry_at) or at end
  self.place, self.went_alone = self.place or lane:new_place(self), true
  return self:go(nil)
end

-- Others may have ended this attempt while the home was asked: what it hears last is to be how it ended.
function Turn:confirm_end()
  if self.ended then self.lane:report(self.ended) end
end

function Turn:ask(now)
  local lane = self.lane
  local is_there, answer, problem = lane:reach(now), nil, nil
  if is_there and not self.is_over then
    self.place = self.place or lane:new_place(self)
    answer, problem = lane:ask(self.place, now, self.places, self.window)
    self:confirm_end()
  end
  if self.is_over then return false, math.huge end
  if not answer then return self:ready_without_home(now, problem) end
  if self.stand_in then
    self.stand_in:leave()
    self.stand_in = nil
  end
  if answer == "go" then return self:go(now) end
  local seconds = 0
  if answer ~= Lane.BUSY then self.place, seconds = nil, tonumber(answer:match "[^ ]+$") end
  lane.ask_at = now + math.max(SOON, math.min(seconds, HEARTBEAT))
  return false, lane.ask_at
end

--- Whether the call may go out now.
---@param now number seconds of the home's clock
---@return boolean|nil  nil: it may never, as the home of the quota is away
---@return number|aliota.Error|nil at when it is worth asking again
function Turn:ready(now)
  local lane = self.lane
  self.asked_at = now
  if now < lane.retry_at then return self:ready_without_home(now) end
  if not lane.line:is_among_next(self, 0, now) then return false, math.max(lane.ask_at, now + SOON) end
  if now < lane.ask_at then return false, lane.ask_at end
  return self:ask(now)
end

-- Using it -----------------------------------------------------------------------------------------------------------

--- Tells the transfer that uses the place.
---@param transfer userdata
function Turn:use(transfer)
  if self.stand_in then self.stand_in:use(transfer) end
  self.transfer = transfer
end

-- The request went out, or never will.
function Turn:settle(at)
  self.ended = self.lane:end_of(self.place, at)
  self.place = nil
  self.lane:report(self.ended)
end

--- Called now and then until the transfer ends: tells the others when the request went out.
---@param now number seconds of the home's clock
function Turn:track(now)
  local transfer, place = self.transfer, self.place
  if not place then return end
  local at = transfer and transfer:sent()
  if at or not transfer or transfer:done() then
    self:settle(at)
  elseif now - self.told_at > Lane.LEASE / 2 then
    self.lane:keep(place, now)
    self:confirm_end()
  end
end

-- What comes after this is another request, or none.
function Turn:end_attempt()
  if self.place then self:settle(self.transfer and self.transfer:sent()) end
  if self.stand_in then self.stand_in:leave() end
  self.transfer, self.stand_in, self.is_over = nil, nil, true
end

--- Goes back into the line, before those of this process who came later.
function Turn:again()
  self:end_attempt()
  self.ended, self.is_over, self.went_alone = nil, false, false
  self.lane.line:rejoin(self)
end

--- The service asked for a pause: nobody goes before it is over.
---@param until_time number seconds of the home's clock
function Turn:hold(until_time)
  if self.stand_in then self.stand_in:hold(until_time) end
  self.lane:report {operation = "hold", at = until_time, matters_until = until_time}
end

--- Gives a place in the line up. Should nobody come after a call that went without the home's knowing, this is the time
--- to tell.
function Turn:leave()
  self:end_attempt()
  local lane = self.lane
  lane.line:leave(self)
  if self.went_alone and lane.problem and lane.line:is_empty() then lane:reach(lane.home.now()) end
  lane:leave()
end

return shared
