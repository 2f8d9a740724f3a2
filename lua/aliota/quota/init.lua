-- Pacing: never more calls of an operation in any second than the account may make, and hardly fewer while there is
-- work. Pure: it is told the time and asks transfers when they went out.
--
-- The service counts a call when it arrives. We know when a request went out on the wire; the way there takes about as
-- long for each. So a place is free again one second, and a little for the difference, after its request went out, and
-- not while it is still being connected.

local Line = require "aliota.quota.line"
local blame = require "aliota.util.blame"
local rate = require "aliota.quota.rate"

local quota = {}

---@class aliota.Quota the calls of one account; clients may share it
---@field qps number|nil  calls a second of each operation; nil: as the vendor documents them
local Quota = {}
Quota.__index = Quota
Quota.__name = "aliota.Quota"

---@class aliota.Turn a call's place in the line of its operation
local Turn = {}
Turn.__index = Turn

local WEAK = {__mode = "v"}

--- Makes a quota for clients to share: pass it as their option `quota`.
---@param qps number|nil  calls a second of each operation; nil: as the vendor documents them
---@return aliota.Quota
function quota.new(qps)
  local problem = qps ~= nil and rate.problem_with(qps)
  if problem then blame("quota.new: qps " .. problem) end
  return setmetatable({qps = qps, lanes = {}}, Quota)
end

--- Whether a value is a quota: this one, or one that is kept elsewhere.
---@param value any
---@return boolean
function quota.is(value)
  return type(value) == "table" and type(value.line_up) == "function"
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

--- Takes the last place in the line.
---@param action string
---@param limit number  calls a second, should the quota itself have no figure
---@return aliota.Turn
function Quota:line_up(action, limit)
  local lane = self.lanes[action]
  if not lane then
    lane = {line = Line.new(), taken = {}, longest_window = 0, held_until = 0}
    self.lanes[action] = lane
  end
  local places, window = rate.places(self.qps or limit)
  lane.longest_window = math.max(lane.longest_window, window)
  local turn = setmetatable({lane = lane, places = places, window = window}, Turn)
  lane.line:join(turn)
  return turn
end

-- When the request of a place went out, for as much as is known: never and not yet are infinitely long ago and ahead.
local function time_of(place, now)
  local transfer = place.transfer
  if transfer then
    place.at = transfer:sent()
    if not place.at then return transfer:done() and -math.huge or math.huge end
    place.transfer = nil
  elseif not place.at then
    place.at = now -- collected: whether it went out is unknown
  end
  return place.at
end

-- Forgets places that count for nobody any more; returns how many count in a window, and when the next of them is free.
local function count_taken(lane, now, window)
  local kept, count, free_at = {}, 0, math.huge
  for _, place in ipairs(lane.taken) do
    local at = time_of(place, now)
    if now - at < lane.longest_window then kept[#kept + 1] = place end
    if now - at < window then
      count, free_at = count + 1, math.min(free_at, at + window)
    end
  end
  lane.taken = kept
  return count, free_at
end

--- Whether the call may go out now. If so, its place counts from now on, until `use` knows better.
---@param now number seconds of `http.now`
---@return boolean
---@return number|nil at when it is worth asking again; infinite when another request has to go out first
function Turn:ready(now)
  local lane = self.lane
  self.asked_at = now
  if lane.held_until > now then return false, lane.held_until end
  local taken, free_at = count_taken(lane, now, self.window)
  local ahead = self.places - taken - 1
  if ahead < 0 or not lane.line:is_among_next(self, ahead, now) then return false, free_at end
  lane.line:leave(self)
  self.place = setmetatable({at = now}, WEAK)
  lane.taken[#lane.taken + 1] = self.place
  return true
end

--- Tells the transfer that uses the place.
---@param transfer userdata
function Turn:use(transfer)
  self.place.at, self.place.transfer = nil, transfer
end

--- Called now and then until the transfer ends, for quotas that have to tell others when it went out. This one looks
--- when that matters.
function Turn.track() end

--- Goes back into the line, before those who came later.
function Turn:again()
  self.lane.line:rejoin(self)
end

--- The service asked for a pause: nobody in this line goes before it is over.
---@param until_time number seconds of `http.now`
function Turn:hold(until_time)
  self.lane.held_until = math.max(self.lane.held_until, until_time)
end

--- Gives a place in the line up.
function Turn:leave()
  self.lane.line:leave(self)
end

return quota
