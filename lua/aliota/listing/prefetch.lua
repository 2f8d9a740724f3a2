-- How many requests of a listing are in flight: as many as keep the quota busy over the round trips that were measured,
-- and never so many that the pages that wait for the consumer are felt in memory.

local prefetch = {}

local MOST = 16
-- Without a quota this is what the service is asked for at least, in calls a second. One that answers faster than that
-- is asked for one page after the other: several at once would only push each other out of the caches. So they would
-- where many listings keep this Lua VM busy with one page each; answers are late then as they wait here.
local UNPACED = 200
local SPARE = 2 -- for round trips that take longer than the others, where each place in the quota counts

---@class aliota.Prefetch
local Prefetch = {}
Prefetch.__index = Prefetch

---@param fixed integer|"auto"  requests in flight, or to be found out
---@param qps number|nil        calls a second that the quota allows; nil for any number
---@param active (fun(): integer)|nil  requests that are under way in this Lua VM, whoever's they are
---@return aliota.Prefetch
function prefetch.new(fixed, qps, active)
  return setmetatable({fixed = fixed ~= "auto" and fixed or nil, qps = qps, active = active}, Prefetch)
end

--- Takes a measurement into account.
---@param seconds number that an answer took
function Prefetch:note(seconds)
  self.seconds = self.seconds and self.seconds * 0.8 + seconds * 0.2 or seconds
end

---@return integer
function Prefetch:get()
  if self.fixed then return self.fixed end
  local qps, seconds = self.qps, self.seconds or 0
  if not qps then
    local is_crowded = self.active and self.active() > MOST
    return is_crowded and 1 or math.max(1, math.min(MOST, math.ceil(UNPACED * seconds)))
  end
  -- The quota lets as many go at once as it allows a second.
  return math.max(1, math.min(MOST, math.max(math.ceil(qps * seconds) + SPARE, qps)))
end

return prefetch
