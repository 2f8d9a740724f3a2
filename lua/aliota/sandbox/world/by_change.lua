-- Tasks in the order of their last change. A change appends the task anew and leaves a hole where it was; when holes
-- prevail, they are squeezed out.

local blocks = require "aliota.sandbox.world.blocks"
local task_status = require "aliota.sandbox.world.life"

local by_change = {}

local ByChange = {}
ByChange.__index = ByChange

local HOLE = 0 -- no task, so it has no state
local FEWEST_TO_SQUEEZE = 4096

---@param status table<integer, integer> state by task, kept up to date by the owner
---@param newest_first boolean
function by_change.new(status, newest_first)
  return setmetatable({
    status = status,
    newest_first = newest_first,
    tasks = {}, -- by position
    positions = {}, -- by task
    last = 0,
    blocks = blocks.new(),
  }, ByChange)
end

function ByChange:add(task, status)
  local position = self.last + 1
  self.last = position
  self.tasks[position] = task
  self.positions[task] = position
  self.blocks:add(position, status)
end

function ByChange:squeeze()
  local tasks, last = self.tasks, self.last
  self.blocks, self.last = blocks.new(), 0
  for position = 1, last do
    local task = tasks[position]
    -- The new position is never behind the old one, so one array does.
    if task ~= HOLE then self:add(task, self.status[task]) end
  end
  for position = self.last + 1, last do tasks[position] = nil end
end

function ByChange:change(task, before, after)
  local position = self.positions[task]
  self.tasks[position] = HOLE
  self.blocks:remove(position, before)
  self:add(task, after)
  if self.last > 2 * self.blocks.totals[task_status.ALL] + FEWEST_TO_SQUEEZE then self:squeeze() end
end

---@param key integer
---@param first integer
---@param count integer
---@return integer[] tasks
function ByChange:page(key, first, count)
  if not self.newest_first then return self.blocks:collect(key, first, count, self.status, self.tasks) end
  -- From the other end: the last task of the page is the first of those to collect.
  local total = self.blocks.totals[key]
  local last = math.min(first + count - 1, total)
  if last < first then return {} end
  local ascending = self.blocks:collect(key, total - last + 1, last - first + 1, self.status, self.tasks)
  local page = {}
  for i = #ascending, 1, -1 do page[#page + 1] = ascending[i] end
  return page
end

return by_change
