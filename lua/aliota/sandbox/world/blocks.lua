-- Counts of a long sequence of tasks by block and state, so that "the k-th task that FAILED" is found by skipping
-- whole blocks.

local task_status = require "aliota.sandbox.world.life"

local blocks = {SIZE = 128}

local Blocks = {}
Blocks.__index = Blocks

local ALL, SIZE = task_status.ALL, blocks.SIZE
local floor = math.floor

function blocks.new()
  local self = {counts = {}, totals = {}, blocks = 0}
  for key = 1, ALL do self.counts[key], self.totals[key] = {}, 0 end
  return setmetatable(self, Blocks)
end

---@param position integer from 1, in any order
---@return integer block from 1
local function block_of(position)
  return floor((position - 1) / SIZE) + 1
end

function Blocks:count(block, key, change)
  local counts = self.counts[key]
  counts[block] = counts[block] + change
  self.totals[key] = self.totals[key] + change
end

---@param position integer
---@param status integer
function Blocks:add(position, status)
  local block = block_of(position)
  while self.blocks < block do
    self.blocks = self.blocks + 1
    for key = 1, ALL do self.counts[key][self.blocks] = 0 end
  end
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

--- Finds the block of the k-th task in a state.
---@param key integer a state, or ALL
---@param k integer from 1
---@return integer? block nil when there are fewer
---@return integer rank of the task within the block
function Blocks:locate(key, k)
  if k > self.totals[key] then return nil, 0 end
  local counts, block = self.counts[key], 1
  while k > counts[block] do
    k = k - counts[block]
    block = block + 1
  end
  return block, k
end

--- Collects consecutive tasks of a sequence.
---@param key integer a state, or ALL
---@param first integer rank of the first among those in this state
---@param count integer
---@param status table<integer, integer> state by task; nil for what is no task
---@param at integer[]? the task at each position; nil when positions are tasks
---@return integer[] tasks
function Blocks:collect(key, first, count, status, at)
  local found, size = {}, 0
  local block, rank = self:locate(key, first)
  while block and block <= self.blocks and size < count do
    if self.counts[key][block] > 0 then
      for position = (block - 1) * SIZE + 1, block * SIZE do
        local task = position
        if at then task = at[position] or 0 end
        local code = status[task]
        if code == key or code and key == ALL then
          rank = rank - 1
          if rank <= 0 then
            size = size + 1
            found[size] = task
            if size == count then break end
          end
        end
      end
    end
    block = block + 1
  end
  return found
end

return blocks
