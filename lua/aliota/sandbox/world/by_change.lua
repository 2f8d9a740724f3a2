-- Tasks in the order of their last change. A change appends the task anew and leaves a hole where it was; when holes
-- prevail, they are squeezed out.

local blocks = require "aliota.sandbox.world.blocks"
local task_status = require "aliota.sandbox.world.life"

local by_change = {}

local ByChange = {}
ByChange.__index = ByChange

local ALL = task_status.ALL
local HOLE = 0 -- neither a task nor a state
local FEWEST_TO_SQUEEZE = 4096
local floor, min = math.floor, math.min

---@param newest_first boolean
function by_change.new(newest_first)
  return setmetatable({
    newest_first = newest_first,
    -- By position: task * ALL + its state. The states are read one after the other, which is far cheaper than to look
    -- each up where its task has it.
    entries = {},
    positions = {}, -- by task
    last = 0,
    blocks = blocks.new(),
  }, ByChange)
end

function ByChange:add(task, status)
  local position = self.last + 1
  self.last = position
  self.entries[position] = task * ALL + status
  self.positions[task] = position
  self.blocks:add(position, status)
end

function ByChange:squeeze()
  local entries, last = self.entries, self.last
  self.blocks, self.last = blocks.new(), 0
  for position = 1, last do
    local entry = entries[position]
    -- The new position is never behind the old one, so one array does.
    if entry ~= HOLE then self:add(floor(entry / ALL), entry % ALL) end
  end
  for position = self.last + 1, last do entries[position] = nil end
end

function ByChange:change(task, before, after)
  local position = self.positions[task]
  self.entries[position] = HOLE
  self.blocks:remove(position, before)
  self:add(task, after)
  if self.last > 2 * self.blocks.totals[ALL] + FEWEST_TO_SQUEEZE then self:squeeze() end
end

---@param key integer
---@param first integer
---@param count integer
---@return integer[] tasks
function ByChange:page(key, first, count)
  local entries, newest_first = self.entries, self.newest_first
  if newest_first then
    -- From the other end: the last task of the page is the first of those to collect.
    local last = min(first + count - 1, self.blocks.totals[key])
    first, count = self.blocks.totals[key] - last + 1, last - first + 1
  end
  local positions = self.blocks:collect(key, first, count, entries)
  local page, size = {}, #positions
  for i = 1, size do
    page[i] = floor(entries[positions[newest_first and size + 1 - i or i]] / ALL)
  end
  return page
end

return by_change
