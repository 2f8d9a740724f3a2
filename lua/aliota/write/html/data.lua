-- What an HTML report shows, gathered in one pass and in bounded memory: some counters a state, at most 1,000 buckets
-- of time and 1,000 reasons, and the first failed tasks.
local histogram = require "aliota.report.histogram"
local new_tally = require "aliota.write.tally"
local reasons = require "aliota.report.reasons"
local task_status = require "aliota.api.task_status"
local utc = require "aliota.util.utc"

local NAMED = {"JobId", "ProductName", "DestVersion"}
local MOST_NAMES = 5 -- of each

---@class aliota.write.html.Data
---@field tally aliota.write.Tally
---@field names table<string, string[]>  the first few JobId, ProductName, DestVersion; `more` if there are more
---@field settled aliota.Histogram       when tasks came to their end, by state
---@field timeless integer               tasks at their end whose UtcModified does not parse
---@field began number|nil               when the first task was created, to the minute
---@field reasons table                  what collects the report of why tasks failed
---@field failed aliota.Task[]           the first of them
---@field most_failed integer
local Data = {}
Data.__index = Data

-- Notes a value of a field that has few.
local function note(names, value)
  if value == nil or value == names.last then return end
  names.last = value
  for _, known in ipairs(names) do
    if known == value then return end
  end
  if #names < MOST_NAMES then names[#names + 1] = value else names.more = true end
end

local function add_times(self, task)
  local created = utc.minute(task.UtcCreate)
  if created then self.began = math.min(self.began or created, created) end
  if not task_status.IS_SETTLED[task.TaskStatus] then return end
  local changed = utc.minute(task.UtcModified)
  if changed then self.settled:add(changed, task.TaskStatus) else self.timeless = self.timeless + 1 end
end

local function add_failure(self, task)
  self.reasons:add(task)
  if #self.failed < self.most_failed then self.failed[#self.failed + 1] = task end
end

---@param task aliota.Task
function Data:add(task)
  self.tally:add(task)
  for i = 1, #NAMED do note(self.names[NAMED[i]], task[NAMED[i]]) end
  add_times(self, task)
  if task.TaskStatus == "FAILED" then add_failure(self, task) end
end

---@param most_failed integer
---@return aliota.write.html.Data
return function(most_failed)
  return setmetatable({
    tally = new_tally(), names = {JobId = {}, ProductName = {}, DestVersion = {}},
    settled = histogram.new(), timeless = 0,
    reasons = reasons.new {}, failed = {}, most_failed = most_failed,
  }, Data)
end
