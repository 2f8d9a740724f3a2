-- A quota that processes share: where its state is kept is a home's business (quota/shdict.lua, quota/redis.lua), who
-- may go next is told by quota/rules.lua. Here is a process's part: it asks for one of its calls at a time, when that
-- is worth it, and tells when requests went out.
local Line = require "aliota.quota.line"
local errors = require "aliota.errors"
local nonce = require("aliota.core").sign.nonce
local quota = require "aliota.quota"
local rate = require "aliota.quota.rate"

local shared = {}

-- Seconds: how often a process that waits asks at least, and after how long without that it waits no more.
local HEARTBEAT, PATIENCE = 0.25, 0.75
-- Seconds: when it is the turn of another call of this process, or of another process, any moment.
local SOON = 0.002
-- Seconds for which a request may be on its way out without its process having said so again.
local LEASE = 10
-- Seconds after which a home that was away is asked again.
local RETRY = 1

--- What a home answers when somebody else is at the text.
shared.BUSY = "wait 0"

---@class aliota.QuotaHome where the state of lines is kept
---@field name string   for messages
---@field hint string   what to do when it is away
---@field now fun(): number  the clock of all times here, which is that of transfers
---@field apply fun(home, key: string, now: number, operation: string, ...): string|nil, string|nil  does what
---                      rules.apply does for the text under a key, with nobody else at it; or tells a problem

---@class aliota.SharedQuota: aliota.Quota
local Quota = {}
Quota.__index = Quota
Quota.__name = "aliota.SharedQuota"

local Lane = {}
Lane.__index = Lane

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
    lane = setmetatable({
      home = self.home, key = ("aliota:{%s:%s}"):format(self.account, action), process = nonce(),
      line = Line.new(), ask_at = -math.huge, retry_at = -math.huge, is_in_line = false, untold = {},
    }, Lane)
    self.lanes[action] = lane
  end
  return lane
end

--- Takes the last place in this process's line.
---@param action string
---@param limit number  calls a second, should the quota itself have no figure
---@return aliota.SharedTurn
function Quota:line_up(action, limit)
  local turn = setmetatable({quota = self, lane = self:lane(action), action = action, limit = self.qps or limit}, Turn)
  turn.lane.line:join(turn)
  return turn
end

-- What is told while the home is away goes unheard: it finds out by itself, if later. Whether it heard, or is too busy.
function Lane:tell(...)
  return self.problem or self.home:apply(self.key, self.home.now(), ...) ~= shared.BUSY
end

-- When a request went out, or that it never did.
function Lane:tell_sent(call, at)
  if at then return self:tell("date", call, self.home.now() - at) end
  return self:tell("free", call)
end

-- What the home was too busy to hear when a call ended: its place would be taken until the lease is over.
function Lane:tell_rest()
  local rest = self.untold
  self.untold = {}
  for _, each in ipairs(rest) do
    if not self:tell_sent(each.call, each.at) then self.untold[#self.untold + 1] = each end
  end
end

-- The home ------------------------------------------------------------------------------------------------------------

-- Those who came to know later than this process that the home is back use their shares until they ask it again, and
-- what went out in the last second may be forgotten.
function Lane:come_back(now, window)
  if self.problem and now - self.retry_at < RETRY then
    local held, problem = self.home:apply(self.key, now, "hold", RETRY + window)
    if not held then return nil, problem end
  end
  self.problem = nil
  return true
end

function Lane:ask(now, places, window)
  local answer
  self:tell_rest()
  local is_back, problem = self:come_back(now, window)
  if is_back then
    answer, problem = self.home:apply(self.key, now, "ask", self.process, places, window, PATIENCE, LEASE)
  end
  if answer then return answer end
  if not self.problem then self.away_since = now end
  self.problem, self.retry_at = problem, self.home.now() + RETRY -- it may have taken long to find out
end

-- Turns --------------------------------------------------------------------------------------------------------------

local function share_of(limit, share)
  local calls = limit * share
  return calls < 1 and calls or math.floor(calls)
end

-- What went out before the home went away counts for a while.
function Turn:ready_without_home(now)
  local owner, lane = self.quota, self.lane
  if not owner.share then
    return nil, errors.new {
      kind = "throttled", action = self.action, hint = lane.home.hint,
      message = ("no call is let through, as the quota is kept in %s: %s"):format(lane.home.name, lane.problem),
    }
  end
  if not self.stand_in then
    self.stand_in = owner.stand_in:line_up(self.action, share_of(self.limit, owner.share))
    self.stand_in:hold(lane.away_since + select(2, rate.places(self.limit)))
  end
  local ready, at = self.stand_in:ready(now)
  if ready then lane.line:leave(self) end
  return ready, at and math.min(at, lane.retry_at)
end

function Turn:ask(now)
  local lane = self.lane
  local answer = lane:ask(now, rate.places(self.limit))
  if not answer then return self:ready_without_home(now) end
  if self.stand_in then
    self.stand_in:leave()
    self.stand_in = nil
  end
  local word, figure = answer:match "^([a-z]+) ([^ ]+)$"
  lane.is_in_line = word == "wait"
  if word == "go" then
    lane.line:leave(self)
    self.call, self.told_at = figure, now
    return true
  end
  lane.ask_at = now + math.max(SOON, math.min(tonumber(figure), HEARTBEAT))
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

--- Tells the transfer that uses the place.
---@param transfer userdata
function Turn:use(transfer)
  if self.stand_in then return self.stand_in:use(transfer) end
  self.transfer = transfer
end

--- Called now and then until the transfer ends: tells the others when the request went out.
---@param now number seconds of the home's clock
function Turn:track(now)
  local transfer, lane, was_told = self.transfer, self.lane, false
  if not self.call then return end
  local at = transfer and transfer:sent()
  if at or not transfer or transfer:done() then
    was_told = lane:tell_sent(self.call, at)
  elseif now - self.told_at > LEASE / 2 then
    lane:tell("date", self.call, -LEASE)
    self.told_at = now
  end
  if was_told then self.call = nil end
end

-- What comes after this is another request, or none.
function Turn:end_attempt()
  self:track(self.lane.home.now())
  local untold = self.lane.untold
  if self.call then untold[#untold + 1] = {call = self.call, at = self.transfer and self.transfer:sent()} end
  if self.stand_in then self.stand_in:leave() end
  self.call, self.transfer, self.stand_in = nil, nil, nil
end

--- Goes back into the line, before those of this process who came later.
function Turn:again()
  self:end_attempt()
  self.lane.line:rejoin(self)
end

--- The service asked for a pause: nobody goes before it is over.
---@param until_time number seconds of the home's clock
function Turn:hold(until_time)
  if self.stand_in then self.stand_in:hold(until_time) end
  self.lane:tell("hold", until_time - self.lane.home.now())
end

--- Gives a place in the line up.
function Turn:leave()
  self:end_attempt()
  local lane = self.lane
  lane.line:leave(self)
  if lane.is_in_line and lane.line:is_empty() then
    lane:tell("leave", lane.process)
    lane.is_in_line = false
  end
end

return shared
