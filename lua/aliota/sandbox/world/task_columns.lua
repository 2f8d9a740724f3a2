-- The tasks of one batch as parallel arrays of numbers, so that a million of them fit. A task is an index from 1.

local by_change = require "aliota.sandbox.world.by_change"
local by_index = require "aliota.sandbox.world.by_index"
local task_status = require "aliota.sandbox.world.life"

local tasks = {}

---@class SandboxTasks
---@field size integer
---@field device integer[] number of the device, ascending
---@field source string[] the version that the device had when the task was created
---@field status integer[]
---@field created integer[] epoch milliseconds
---@field changed integer[] epoch milliseconds
---@field progress integer[] percent
---@field reason string[] why it failed or was cancelled, "" otherwise
---@field attempt integer[] how often it was tried again by itself
---@field due integer[] the second of its next event, 0 for none
---@field deadline integer[] the second at which it times out, 0 for none
local Tasks = {}
Tasks.__index = Tasks

local LISTINGS = {
  stable = by_index.new,
  newest_change_first = function() return by_change.new(true) end,
  oldest_change_first = function() return by_change.new(false) end,
}

---@param order "stable"|"newest_change_first"|"oldest_change_first"
---@return SandboxTasks
function tasks.new(order)
  local status = {}
  return setmetatable({
    size = 0, device = {}, source = {}, status = status, created = {}, changed = {}, progress = {}, reason = {},
    attempt = {}, due = {}, deadline = {}, latest = 0, listing = LISTINGS[order](status),
  }, Tasks)
end

--- Adds a task. It is listed once `list` is called with it.
---@param device integer greater than the one before
---@param source string
---@param status integer
---@param created integer epoch milliseconds
---@return integer task
function Tasks:add(device, source, status, created)
  local task = self.size + 1
  self.size = task
  self.device[task], self.source[task], self.status[task] = device, source, status
  self.created[task], self.changed[task] = created, created
  self.progress[task], self.reason[task], self.attempt[task] = 0, "", 0
  self.due[task], self.deadline[task] = 0, 0
  return task
end

---@param task integer
---@param changed integer epoch milliseconds, not before those of the tasks that are listed already
function Tasks:list(task, changed)
  self.changed[task], self.latest = changed, math.max(self.latest, changed)
  self.listing:add(task, self.status[task])
end

---@param task integer
---@param status integer
---@param changed integer epoch milliseconds
function Tasks:change(task, status, changed)
  local before = self.status[task]
  -- What happens in the same second is not drawn in order; a batch listed by change must be in that of the times.
  if changed < self.latest then changed = self.latest end
  self.latest = changed
  self.status[task], self.changed[task] = status, changed
  self.listing:change(task, before, status)
end

---@param status integer? nil for all
---@return integer
function Tasks:count(status)
  return self.listing.blocks.totals[status or task_status.ALL]
end

--- Consecutive tasks of the listing.
---@param status integer? nil for all
---@param first integer rank of the first, from 1
---@param count integer
---@return integer[] tasks
function Tasks:page(status, first, count)
  return self.listing:page(status or task_status.ALL, first, count)
end

---@param device integer
---@return integer? task
function Tasks:of_device(device)
  local low, high, devices = 1, self.size, self.device
  while low <= high do
    local middle = math.floor((low + high) / 2)
    local candidate = devices[middle]
    if candidate == device then return middle end
    if candidate < device then low = middle + 1 else high = middle - 1 end
  end
  return nil
end

return tasks
