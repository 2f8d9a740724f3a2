-- How long tasks took, in the buckets of a histogram.
local durations = {}

--- Upper bounds in seconds: from a minute to a week, and whatever is longer.
durations.BOUNDS = {60, 300, 900, 3600, 6 * 3600, 86400, 7 * 86400, math.huge}

---@class aliota.write.Durations
---@field count integer
---@field sum number seconds
---@field buckets integer[] how many took at most each bound
local Durations = {}
Durations.__index = Durations

---@return aliota.write.Durations
function durations.new()
  local buckets = {}
  for i in ipairs(durations.BOUNDS) do buckets[i] = 0 end
  return setmetatable({count = 0, sum = 0, buckets = buckets}, Durations)
end

---@param seconds number
function Durations:add(seconds)
  self.count, self.sum = self.count + 1, self.sum + seconds
  for i = #durations.BOUNDS, 1, -1 do
    if seconds > durations.BOUNDS[i] then return end
    self.buckets[i] = self.buckets[i] + 1
  end
end

return durations
