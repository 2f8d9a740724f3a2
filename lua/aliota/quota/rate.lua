-- What a number of calls a second means as a sliding window: so many slots in so many seconds.
local rate = {}

-- Seconds. What exceeds one makes up for requests that travel faster than the one before; 97 % of the quota can be
-- used as long as it stays below 1.03.
local WINDOW = 1.025

--- Looks for a mistake.
---@param qps any
---@return string|nil problem
function rate.problem_with(qps)
  if type(qps) == "number" and qps > 0 and qps <= 10000 and (qps < 1 or qps % 1 == 0) then return nil end
  return ("is %s; it must be a whole number of calls a second, up to 10000, or a fraction of one"):format(tostring(qps))
end

--- How many calls may go out in any window, and how long that is.
---@param qps number
---@return integer slots
---@return number window  seconds
function rate.window(qps)
  local slots = math.max(1, math.floor(qps))
  return slots, WINDOW * slots / qps
end

--- How long calls take by a quota alone: as many at once as a window has slots, then the next.
---@param calls integer
---@param qps number
---@return number seconds until the last of them may go out
function rate.seconds(calls, qps)
  local slots, window = rate.window(qps)
  return math.max(0, math.floor((calls - 1) / slots)) * window
end

return rate
