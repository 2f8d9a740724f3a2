-- Counts of a long sequence of tasks by state, for each block of the sequence and for each group of blocks, so that
-- "the k-th task that FAILED" is found by skipping whole groups, then whole blocks, and few others are looked at.

local task_status = require "aliota.sandbox.world.life"

local blocks = {}

local Blocks = {}
Blocks.__index = Blocks

local ALL = task_status.ALL
local SIZE = 32 -- positions in a block: a state that one task in a hundred has is found among some thirty others
local GROUP = 128 -- blocks in a group
local floor = math.floor

function blocks.new()
  local self = {counts = {}, groups = {}, totals = {}, blocks = 0}
  for key = 1, ALL do self.counts[key], self.groups[key], self.totals[key] = {}, {}, 0 end
  return setmetatable(self, Blocks)
end

---@param position integer from 1, in any order
---@return integer block from 1
local function block_of(position)
  return floor((position - 1) / SIZE) + 1
end

---@param block integer
---@return integer group from 1
local function group_of(block)
  return floor((block - 1) / GROUP) + 1
end

function Blocks:count(block, key, change)
  local counts, groups, group = self.counts[key], self.groups[key], group_of(block)
  counts[block] = counts[block] + change
  groups[group] = groups[group] + change
  self.totals[key] = self.totals[key] + change
end

function Blocks:add_block()
  local block = self.blocks + 1
  local group = group_of(block)
  self.blocks = block
  for key = 1, ALL do
    self.counts[key][block] = 0
    self.groups[key][group] = self.groups[key][group] or 0
  end
end

---@param position integer
---@param status integer
function Blocks:add(position, status)
  local block = block_of(position)
  while self.blocks < block do self:add_block() end
  self:count(block, status, 1)
  self:count(block, ALL, 1)
end

---@param position integer
---@param status integer
function Blocks:remove(position, status)
  local block = block_of(position)
  self:count(block, status, -1)
  self:count(block, ALL, -1)
end

---@param position integer
---@param before integer
---@param after integer
function Blocks:change(position, before, after)
  local block = block_of(position)
  self:count(block, before, -1)
  self:count(block, after, 1)
end

-- The block of the k-th task in a state, which there must be, and how many in this state are before it in the block.
function Blocks:locate(key, k)
  local groups, counts = self.groups[key], self.counts[key]
  local group = 1
  while k > groups[group] do
    k = k - groups[group]
    group = group + 1
  end
  local block = (group - 1) * GROUP + 1
  while k > counts[block] do
    k = k - counts[block]
    block = block + 1
  end
  return block, k - 1
end

-- The nearest later block that has a task in a state; there must be one.
function Blocks:following(key, block)
  local groups, counts = self.groups[key], self.counts[key]
  repeat
    block = block + 1
    if block % GROUP == 1 then
      while groups[group_of(block)] == 0 do block = block + GROUP end
    end
  until counts[block] > 0
  return block
end

-- Appends the positions in a block with a state, but for the first few of them, up to a number of positions.
local function append(positions, count, block, key, skip, entries)
  local size = #positions
  for position = (block - 1) * SIZE + 1, block * SIZE do
    local status = (entries[position] or 0) % ALL
    if status == key or key == ALL and status > 0 then
      if skip > 0 then
        skip = skip - 1
      else
        size = size + 1
        positions[size] = position
        if size == count then return end
      end
    end
  end
end

--- Collects where consecutive tasks of a state are.
---@param key integer a state, or ALL
---@param first integer rank of the first among those in this state
---@param count integer
---@param entries table<integer, integer> by position: the state, or what leaves the state when divided by ALL; 0 and
---nil where no task is
---@return integer[] positions ascending
function Blocks:collect(key, first, count, entries)
  local positions = {}
  count = math.min(count, self.totals[key] - first + 1)
  if count <= 0 then return positions end
  local block, skip = self:locate(key, first)
  append(positions, count, block, key, skip, entries)
  while #positions < count do
    block = self:following(key, block)
    append(positions, count, block, key, 0, entries)
  end
  return positions
end

return blocks
