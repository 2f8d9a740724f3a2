-- How unequally long the way to the service takes, by what is known: the round trips of answers, and refusals. Pure.
--
-- The service counts a request when it arrives, so one that was late leaves its window later than those it went out
-- with. Which part of a round trip was the way there can't be seen. At first all that one took longer than the shortest
-- is taken for that: so none is counted too early, however the ways vary. As long as nothing is refused, less and less
-- of it is, for it may be the service or the way back that takes its time. A refusal makes the part larger at once.
local rate = require "aliota.quota.rate"

---@class aliota.Spread
---@field trips number[]  seconds of the last round trips, in a ring
---@field count integer   how many there were in all
---@field least number    seconds that the shortest takes, for all that is known
---@field most number     seconds that the longest of them took
---@field care number     the part of what one takes longer that is taken for the way there
local Spread = {}
Spread.__index = Spread

-- Few enough that a way that has become longer for good is soon the usual one.
local REMEMBERED = 32
-- The shortest of n round trips is hardly the shortest there is: six of seven times that is within two n-th of their
-- range, where all lengths are as likely.
local UNSEEN = 2
-- Seconds. An answer that takes very long holds the slot of its request no longer than that.
local LONGEST = 0.5
-- What each answer takes from the care, what a refusal adds, and how far: a thousand answers halve it.
local RECOVERY, ALARM, MOST_CARE = 0.0005, 0.25, 1.5

---@return aliota.Spread
function Spread.new()
  return setmetatable({trips = {}, count = 0, least = 0, most = 0, care = 1}, Spread)
end

function Spread:measure()
  local least, most = math.huge, 0
  for _, seconds in ipairs(self.trips) do least, most = math.min(least, seconds), math.max(most, seconds) end
  self.least, self.most = least - UNSEEN * (most - least) / #self.trips, most
end

--- How much later than it was sent a request may count, by what is known now. What is known of the shortest round trip
--- changes with others.
---@param round_trip number seconds
---@return number seconds  0 where that is within the margin of the window
function Spread:lateness(round_trip)
  local longer = math.min(round_trip - self.least, LONGEST)
  return math.max(0, self.care * longer - rate.MARGIN)
end

--- How much later than it was sent a request may count that has no answer yet: as much as any of late.
---@return number seconds
function Spread:expected()
  return self:lateness(self.most)
end

--- Learns from an answer.
---@param round_trip number seconds
function Spread:answered(round_trip)
  self.trips[self.count % REMEMBERED + 1] = round_trip
  self.count = self.count + 1
  self.care = math.max(0, self.care - RECOVERY)
  self:measure()
end

--- Learns that the service refused a request as one too many.
function Spread:refused()
  self.care = math.min(MOST_CARE, self.care + ALARM)
end

return Spread
