-- How fast a batch goes, from how many of its tasks were settled when it was looked at before.
local eta = require "aliota.report.eta"

local pace = {}

local WINDOW = 3600 -- seconds that "lately" goes back
local SPACING = 60  -- seconds between two points that are kept, the newest apart

-- Seconds for which a batch must have been watched before that is said of it.
local WATCHED = {running = 20, stalled = 900, done = 0}

---@class aliota.nginx.Point
---@field at number        epoch seconds
---@field settled integer  tasks that were through by then

--- Adds a point. Those before a task came to life again, or the clock was set back, tell nothing any more.
---@param points aliota.nginx.Point[]|nil
---@param at number
---@param settled integer
---@return aliota.nginx.Point[] at most some sixty
function pace.note(points, at, settled)
  local kept = {}
  for _, point in ipairs(points or {}) do
    if at > point.at and at - point.at <= WINDOW and point.settled <= settled then kept[#kept + 1] = point end
  end
  local last, before = kept[#kept], kept[#kept - 1]
  if before and last.at - before.at < SPACING then kept[#kept] = nil end
  kept[#kept + 1] = {at = at, settled = settled}
  return kept
end

---@class aliota.nginx.Pace
---@field state "done"|"stalled"|"running"|"unknown"  unknown: it was not looked at for long enough
---@field recent integer       tasks settled within `seconds`
---@field seconds number
---@field per_hour number|nil  nil unless running, as are the next three
---@field finish number|nil    epoch seconds
---@field earliest number|nil  the 95 % interval of that
---@field latest number|nil    nil also where too few were settled to tell

local KNOWN = {"state", "recent", "seconds", "per_hour", "finish", "earliest", "latest"}

--- The pace at the last point.
---@param points aliota.nginx.Point[] one at least
---@param open integer tasks that are not through
---@return aliota.nginx.Pace
function pace.of(points, open)
  local first, last = points[1], points[#points]
  local result = eta.of_counts {
    now = last.at, open = open, settled = last.settled, recent = last.settled - first.settled,
    seconds = last.at - first.at,
  }
  if result.seconds < WATCHED[result.state] then
    return {state = "unknown", recent = result.recent, seconds = result.seconds}
  end
  local known = {}
  for _, name in ipairs(KNOWN) do known[name] = result[name] end
  return known
end

return pace
