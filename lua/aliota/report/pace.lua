-- How fast a batch goes and when it will be through, if it goes on as it did lately: one rule for reports, watches and
-- feeds, whether they know when each task was settled or only how many were, each time that somebody looked.
local statistics = require "aliota.report.statistics"

local pace = {
  WINDOW = 3600, -- seconds that "lately" goes back, unless a report is told otherwise
  PATIENCE = 900, -- seconds in which a batch of which nothing is settled is not stalled yet
}

local SPACING = 60 -- seconds between two points that are kept, the newest apart

-- Seconds for which a batch must have been watched before that is said of it.
local LEAST_WATCHED = {running = 20, stalled = pace.PATIENCE, done = 0}

-- So many events or more tell how long the rest takes at most.
local LEAST_EVENTS = 5

---@class aliota.Pace
---@field state "done"|"stalled"|"running"|"unknown"  done: no task is open; stalled: none was settled lately;
---unknown: it was not watched for long enough
---@field recent integer       tasks settled within `seconds`
---@field seconds number
---@field per_hour number|nil  nil unless running, as are the next three
---@field finish number|nil    seconds of the clock by which it was told the time
---@field earliest number|nil  the 95 % interval of that
---@field latest number|nil    nil also where too few were settled to tell

local function state_of(open, recent)
  return open == 0 and "done" or recent == 0 and "stalled" or "running"
end

--- The pace at a moment.
---@param now number       seconds of any clock
---@param open integer     tasks that are not settled
---@param recent integer   tasks that were settled lately
---@param seconds number   how long ago that begins
---@return aliota.Pace
function pace.at(now, open, recent, seconds)
  local result = {state = state_of(open, recent), recent = recent, seconds = seconds}
  if result.state ~= "running" then return result end
  local fewest, most = statistics.expected_events(recent)
  result.per_hour = recent / seconds * 3600
  result.finish = now + open / recent * seconds
  result.earliest = now + open / most * seconds
  if recent >= LEAST_EVENTS then result.latest = now + open / fewest * seconds end
  return result
end

---@class aliota.PacePoint a look at a batch
---@field at number        seconds of any clock
---@field settled integer  tasks that were settled by then

local function tells(point, at, settled)
  return at > point.at and point.settled <= settled
end

--- Adds a point. Those before a task came to life again, or the clock was set back, tell nothing any more; nor do those
--- before the window, but for the last one: there may be fewer looks than windows.
---@param points aliota.PacePoint[]|nil  stay as they are
---@param at number
---@param settled integer
---@return aliota.PacePoint[] at most some sixty
function pace.note(points, at, settled)
  local kept, count = {}, #(points or {})
  for i, point in ipairs(points or {}) do
    if tells(point, at, settled) and (at - point.at <= pace.WINDOW or i == count) then kept[#kept + 1] = point end
  end
  local last, before = kept[#kept], kept[#kept - 1]
  if before and last.at - before.at < SPACING then kept[#kept] = nil end
  kept[#kept + 1] = {at = at, settled = settled}
  return kept
end

--- The pace at the last point.
---@param points aliota.PacePoint[] one at least
---@param open integer tasks that are not settled
---@return aliota.Pace
function pace.of(points, open)
  local first, last = points[1], points[#points]
  local result = pace.at(last.at, open, last.settled - first.settled, last.at - first.at)
  if result.seconds >= LEAST_WATCHED[result.state] then return result end
  return {state = "unknown", recent = result.recent, seconds = result.seconds}
end

return pace
