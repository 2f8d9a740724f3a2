-- Tasks in the order in which they were created, which no change disturbs.

local blocks = require "aliota.sandbox.world.blocks"
local task_status = require "aliota.sandbox.world.life"

local by_index = {}

local ByIndex = {}
ByIndex.__index = ByIndex

---@param status table<integer, integer> state by task, kept up to date by the owner
function by_index.new(status)
  return setmetatable({blocks = blocks.new(), status = status}, ByIndex)
end

function ByIndex:add(task, status)
  self.blocks:add(task, status)
end

function ByIndex:change(task, before, after)
  if before ~= after then self.blocks:change(task, before, after) end
end

---@param key integer
---@param first integer
---@param count integer
---@return integer[] tasks
function ByIndex:page(key, first, count)
  if key ~= task_status.ALL then return self.blocks:collect(key, first, count, self.status) end
  local page = {}
  for task = first, math.min(first + count - 1, #self.status) do page[task - first + 1] = task end
  return page
end

return by_index
