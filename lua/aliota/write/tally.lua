-- How many tasks there are in each state: the documented states in the order of a task's life, then any others.
local number = require "aliota.show.number"
local task_status = require "aliota.api.task_status"
local text = require "aliota.show.text"

---@class aliota.write.Tally
---@field total integer
---@field counts table<string, integer> by state; a task without one counts as "?"
local Tally = {}
Tally.__index = Tally

---@param task aliota.Task
function Tally:add(task)
  local status = task.TaskStatus
  if status == nil then status = text.printable(nil) end
  self.counts[status] = (self.counts[status] or 0) + 1
  self.total = self.total + 1
end

---@param status string
---@return integer
function Tally:of(status) return self.counts[status] or 0 end

-- Unknown states come last, by name.
local function before(a, b)
  local rank_a, rank_b = task_status.RANK[a] or math.huge, task_status.RANK[b] or math.huge
  if rank_a ~= rank_b then return rank_a < rank_b end
  return tostring(a) < tostring(b)
end

--- The states that occur.
---@return string[]
function Tally:statuses()
  local list = {}
  for status in pairs(self.counts) do list[#list + 1] = status end
  table.sort(list, before)
  return list
end

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
  for status in pairs(task_status.IS_SETTLED) do count = count + self:of(status) end
  return count
end

---@return aliota.write.Tally
return function()
  return setmetatable({total = 0, counts = {}}, Tally)
end
