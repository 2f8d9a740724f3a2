-- The course of a batch: how many of its tasks were through, and how many had failed, at a few dozen moments since the
-- feed first saw it. Pure, and small enough to be kept with what else is known of the batch.
local course = {}

local MOST = 48 -- moments
local LEAST_SPACING = 60 -- seconds between two of them, the newest apart

---@class aliota.nginx.Moment a look at a batch
---@field at integer       epoch seconds of the service
---@field settled integer  tasks that were through by then
---@field failed integer   those of them that failed

local function is_same(a, b) return a.settled == b.settled and a.failed == b.failed end

-- Whether the newest one need not stay when another one comes: it is close to the one before, or all three are alike.
local function is_between(before, newest, coming, spacing)
  return newest.at - before.at < spacing or (is_same(before, newest) and is_same(newest, coming))
end

-- Every second one, the first and the last among them.
local function thinned(moments)
  local kept = {}
  for i, moment in ipairs(moments) do
    if i % 2 == 1 or i == #moments then kept[#kept + 1] = moment end
  end
  return kept
end

--- Adds a moment. Those that a clock which was set back makes later than it are dropped. A batch of which nothing is
--- open, and nothing came, is told no more of: else its curve would shrink from day to day.
---@param known aliota.nginx.Moment[]|nil  stay as they are
---@param coming aliota.nginx.Moment
---@param open integer  tasks that are not settled
---@return aliota.nginx.Moment[] at most 48
function course.note(known, coming, open)
  local moments = {}
  for _, moment in ipairs(known or {}) do
    if moment.at < coming.at then moments[#moments + 1] = moment end
  end
  local newest, before = moments[#moments], moments[#moments - 1]
  if newest and open == 0 and is_same(newest, coming) then return moments end
  local spacing = newest and math.max(LEAST_SPACING, (coming.at - moments[1].at) / MOST)
  if before and is_between(before, newest, coming, spacing) then moments[#moments] = nil end
  moments[#moments + 1] = coming
  return #moments > MOST and thinned(moments) or moments
end

return course
