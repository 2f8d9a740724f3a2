-- Pacing: never more calls of an operation in any second than the account may make, and hardly fewer while there is
-- work. Pure: it is told the time and asks transfers when they went out.
--
-- The service counts a call when it arrives. We know when a request went out on the wire; the way there takes about as
-- long for each. So a place is free again one second, and a little for the difference, after its request went out, and
-- not while it is still being connected.

local quota = {}

-- Seconds. What is more than one is for requests whose way is shorter than the one's before; 97 % of the quota
-- can be used as long as it stays below 1.03.
local WINDOW = 1.025

-- Seconds. Whoever waits asks at least every quarter of one (see loop.lua); who has not for this long is elsewhere,
-- such as a listing whose consumer makes other calls between two tasks, and lets others go first.
local PATIENCE = 0.5

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
  local problem = qps ~= nil and quota.problem_with(qps)
  if problem then error("quota.new: qps " .. problem, 2) end
  return setmetatable({qps = qps, lanes = {}}, Quota)
end

--- Looks for a mistake.
---@param qps any
---@return string|nil problem
function quota.problem_with(qps)
  if type(qps) == "number" and qps > 0 and qps <= 10000 and (qps < 1 or qps % 1 == 0) then return nil end
  return ("is %s; it must be a whole number of calls a second, up to 10000, or a fraction of one"):format(tostring(qps))
end

--- Whether a value is a quota.
---@param value any
---@return boolean
function quota.is(value)
  return getmetatable(value) == Quota
end

--- How long calls take by a quota alone: as many at once as it allows a second, then the next.
---@param calls integer
---@param per_second number
---@return number seconds until the last of them may go out
function quota.seconds(calls, per_second)
  local places = math.max(1, math.floor(per_second))
  return math.max(0, math.floor((calls - 1) / places)) * WINDOW * places / per_second
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
    -- Who waits is known by number, weakly: a call that nobody wants any more leaves the line by being collected.
    lane = {waiting = setmetatable({}, WEAK), first = 1, last = 0, taken = {}, longest_window = 0, held_until = 0}
    self.lanes[action] = lane
  end
  lane.last = lane.last + 1
  local per_second = self.qps or limit
  local places = math.max(1, math.floor(per_second))
  local window = WINDOW * places / per_second
  lane.longest_window = math.max(lane.longest_window, window)
  local turn = setmetatable({lane = lane, number = lane.last, places = places, window = window}, Turn)
  lane.waiting[turn.number] = turn
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

local function is_asking(turn, now)
  return turn ~= nil and turn.asked_at ~= nil and now - turn.asked_at < PATIENCE
end

-- Whether at most `ahead` others are before this turn in the line.
local function is_among_next(lane, number, ahead, now)
  while lane.first < number and not lane.waiting[lane.first] do lane.first = lane.first + 1 end
  for earlier = lane.first, number - 1 do
    if is_asking(lane.waiting[earlier], now) then ahead = ahead - 1 end
    if ahead < 0 then return false end
  end
  return true
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
  if ahead < 0 or not is_among_next(lane, self.number, ahead, now) then return false, free_at end
  lane.waiting[self.number] = nil
  self.place = setmetatable({at = now}, WEAK)
  lane.taken[#lane.taken + 1] = self.place
  return true
end

--- Tells the transfer that uses the place.
---@param transfer userdata
function Turn:use(transfer)
  self.place.at, self.place.transfer = nil, transfer
end

--- Goes back into the line, before those who came later.
function Turn:again()
  local lane = self.lane
  lane.waiting[self.number] = self
  lane.first = math.min(lane.first, self.number)
end

--- The service asked for a pause: nobody in this line goes before it is over.
---@param until_time number seconds of `http.now`
function Turn:hold(until_time)
  self.lane.held_until = math.max(self.lane.held_until, until_time)
end

--- Gives a place in the line up.
function Turn:leave()
  self.lane.waiting[self.number] = nil
end

return quota
