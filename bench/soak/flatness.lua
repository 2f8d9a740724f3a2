-- Whether a series of figures is flat, or grows: by the medians of the fifth after its beginning and of its last fifth.
local flatness = {}

local WARM_UP = 60     -- seconds that are not looked at, and of short runs
local WARM_SHARE = 0.4 -- this share
local PARTS = 5

local function median(values)
  table.sort(values)
  return values[math.ceil(#values / 2)]
end

local function part(values, first, last)
  local list = {}
  for i = first, last do list[#list + 1] = values[i] end
  return median(list)
end

--- The figures after the beginning.
---@param series {at: number}[]
---@return table[]
function flatness.settled(series)
  local last = series[#series].at
  local from, kept = math.min(WARM_UP, last * WARM_SHARE), {}
  for _, sample in ipairs(series) do
    if sample.at >= from then kept[#kept + 1] = sample end
  end
  return kept
end

--- How much a figure grew.
---@param series {at: number}[]  samples
---@param name string  of the figure
---@return number growth
---@return number before
function flatness.growth(series, name)
  local values = {}
  for i, sample in ipairs(flatness.settled(series)) do values[i] = sample[name] end
  local size = math.max(1, math.floor(#values / PARTS))
  local before = part(values, 1, size)
  return part(values, #values - size + 1, #values) - before, before
end

return flatness
