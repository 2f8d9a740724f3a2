-- Counts over time in bounded memory: buckets become wider when there are too many of them.

-- Each width is a multiple of the one before, so buckets can be merged.
local WIDTHS = {60, 300, 900, 3600, 6 * 3600, 86400, 7 * 86400, 364 * 86400, 364 * 10 * 86400}
local MOST_BUCKETS = 1000

local histogram = {}

---@class aliota.Histogram
---@field width integer seconds a bucket
local Histogram = {}
Histogram.__index = Histogram

---@return aliota.Histogram
function histogram.new()
  return setmetatable({level = 1, width = WIDTHS[1], buckets = {}}, Histogram)
end

local function add_bucket(self, start)
  local bucket = {}
  self.buckets[start] = bucket
  return bucket
end

local function widen(self)
  local old = self.buckets
  self.level = self.level + 1
  self.width, self.buckets = WIDTHS[self.level], {}
  for start, counts in pairs(old) do
    local wider = start - start % self.width
    local bucket = self.buckets[wider] or add_bucket(self, wider)
    for name, count in pairs(counts) do bucket[name] = (bucket[name] or 0) + count end
  end
end

-- First and last of the bounds, spanning at most MOST_BUCKETS buckets.
local function stretch(self, time)
  self.first = math.min(self.first or time, time)
  self.last = math.max(self.last or time, time)
  while (self.last - self.first) / self.width >= MOST_BUCKETS - 1 and WIDTHS[self.level + 1] do widen(self) end
end

--- Counts something.
---@param time number epoch seconds
---@param name string
function Histogram:add(time, name)
  if not self.first or time < self.first or time > self.last then stretch(self, time) end
  local start = time - time % self.width
  local bucket = self.buckets[start] or add_bucket(self, start)
  bucket[name] = (bucket[name] or 0) + 1
end

--- Every bucket from the first to the last time, empty ones too.
---@return {from: number, counts: table<string, integer>}[]
function Histogram:list()
  local list = {}
  if not self.first then return list end
  for from = self.first - self.first % self.width, self.last, self.width do
    list[#list + 1] = {from = from, counts = self.buckets[from] or {}}
  end
  return list
end

return histogram
