-- How unequally long the way to the service takes, and what that means for when a slot is free again. Pure: it is told
-- round trips, and which of them ended in a refusal.
--
-- The service counts a call when it arrives. The quickest of the last round trips took the least that the way takes; by
-- what another one took longer, its request may have arrived later. So a slot is kept by that much longer. What takes
-- longer at the service, or on the way back, looks the same from here. Refusals tell: while there are none, the limiter
-- believes in late arrivals less and less, in the end not at all; one makes it careful at once.
local Way = {}
Way.__index = Way

--- Seconds by which a slot is kept longer at most: what takes yet longer was held up elsewhere, or lost and sent again.
Way.MOST = 0.5

-- Answers that are remembered, more or less: of the quickest round trip, as the way may come to take longer for good;
-- and of how much longer the others take.
local MEMORY_OF_LEAST, MEMORY_OF_SPREAD = 256, 16
-- The quickest of n round trips took longer than the least there is, by about one of n parts of the spread: five are on
-- the safe side. Of several requests that are on their way at once the last one arrives late, by so many parts of the
-- spread as there are slots: three quarters of that are counted on. Of listings of 50 pages in made-up time (see the
-- spec) these cost the least time of all with which hardly one in a hundred has two requests refused.
local MARGIN, HEAD_START = 5, 0.75
-- Care falls by this factor with each answer, to half with 350 of them, and rises to this with a refusal.
local FORGETTING, MOST_CARE = 0.998, 2
-- Seconds that the window makes up for, as it is a little longer than it says (see rate.lua).
local SPARE = 0.025

---@class aliota.QuotaWay
---@field answers integer  that were seen
---@field spread number    seconds by which round trips take longer than the least: twice the mean, as if
---each time were as likely as any other
---@field care number      0: late arrivals are not believed in; from 1 on they are; at 2 nothing is dared
---@field least number|nil seconds of the quickest round trip

---@return aliota.QuotaWay
function Way.new()
  return setmetatable({answers = 0, spread = 0, care = 1}, Way)
end

--- Takes an answer into account.
---@param seconds number from when its request was sent
---@param is_refused boolean|nil  whether the service refused it as one too many
function Way:note(seconds, is_refused)
  local least = self.least or seconds
  self.least = math.min(seconds, least + (seconds - least) / MEMORY_OF_LEAST)
  self.answers = self.answers + 1
  local memory = math.min(self.answers, MEMORY_OF_SPREAD)
  self.spread = self.spread + (2 * (seconds - self.least) - self.spread) / memory
  self.margin = MARGIN * self.spread / memory
  self.care = is_refused and MOST_CARE or self.care * FORGETTING
end

-- By how much earlier than alone the next request may go in company. After a refusal that is not counted on.
function Way:head_start(company, slots)
  return math.min(1, MOST_CARE - self.care) * HEAD_START * self.spread * company / (slots + 1)
end

--- By how much longer a slot is kept than by the clock.
---@param seconds number|nil   that the round trip took; nil: it is not over, and may turn out to be one of the longer
---@param company integer|nil  requests without an answer yet, where that is known
---@param slots integer|nil    that there are
---@return number seconds
function Way:delay(seconds, company, slots)
  if not self.least then return 0 end
  local late = math.min(seconds and seconds - self.least + self.margin or self.spread, Way.MOST)
  local head_start = company and self:head_start(company, slots) or 0
  return math.max(0, math.min(self.care, 1) * late - head_start - SPARE)
end

return Way
