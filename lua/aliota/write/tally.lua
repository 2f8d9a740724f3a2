-- How many tasks there are in each state: the documented states in the order of a task's life, then any others.
local columns = require "aliota.write.columns"
local number = require "aliota.show.number"
local task_status = require "aliota.api.task_status"

---@class aliota.write.Tally
---@field total integer
---@field counts table<string, integer> by state
local Tally = {}
Tally.__index = Tally

--- Counts a task.
---@param task aliota.Task
---@return string status under which it counts
function Tally:add(task)
  local status = task.TaskStatus
  if type(status) ~= "string" then status = status == nil and task_status.NONE or columns.text(status) end
  self.counts[status] = (self.counts[status] or 0) + 1
  self.total = self.total + 1
  return status
end

---@param status string
---@return integer
function Tally:of(status) return self.counts[status] or 0 end

--- The states that occur.
---@return string[]
function Tally:statuses() return task_status.sorted(self.counts) end

--- The share of each state that occurs, as they are shown together.
---@return table<string, string> by state
function Tally:percents()
  local statuses, counts, percents = self:statuses(), {}, {}
  for i, status in ipairs(statuses) do counts[i] = self:of(status) end
  for i, percent in ipairs(number.percents(counts, self.total)) do percents[statuses[i]] = percent end
  return percents
end

--- Tasks that are through, in whatever way.
---@return integer
function Tally:settled()
  local count = 0
  for _, status in ipairs(task_status.SETTLED) do count = count + self:of(status) end
  return count
end

---@return aliota.write.Tally
return function()
  return setmetatable({total = 0, counts = {}}, Tally)
end
