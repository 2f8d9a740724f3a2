-- Which sections a listing reads, one after the other. A batch is one; a batch beyond the window of 100,000 rows is
-- read by TaskStatus in the order of a task's life, so that what moves on meanwhile is met again, and then counted.
local lazy = require "aliota.util.lazy"
local movement = require "aliota.listing.movement"
local named = lazy "aliota.listing.named_devices"
local task_status = require "aliota.api.task_status"

local LIFECYCLE = task_status.NAMES

---@class aliota.Itinerary
---@field complete boolean  once there is no further section
local Itinerary = {}
Itinerary.__index = Itinerary

local itinerary = {}

---@param shared aliota.Shared
---@param params {TaskStatus: string|nil, DeviceNames: string[]|nil, CurrentPage: integer}
---@param resume {stop: string|integer, round: integer, section: table}|nil
---@return aliota.Itinerary
function itinerary.new(shared, params, resume)
  local self = setmetatable({shared = shared, params = params, complete = false, round = 1}, Itinerary)
  if resume then self.round, self.resume = resume.round, resume end
  return self
end

-- Stops are "all", the number of a state, and "count", when all states have been read.
function Itinerary:section_of(stop)
  local shared, params = self.shared, self.params
  local resume = self.resume and self.resume.section
  self.stop, self.resume = stop, nil
  if params.DeviceNames then return named.new(shared, params) end
  if stop == "count" then return movement.new(shared, {aim = "total"}) end
  if stop ~= "all" then
    return movement.new(shared, {aim = "partition", status = LIFECYCLE[stop], resume = resume})
  end
  local aim = params.CurrentPage > 1 and "rest" or params.TaskStatus and "state" or "batch"
  return movement.new(shared, {aim = aim, status = params.TaskStatus, first = params.CurrentPage, resume = resume})
end

function Itinerary:next_stop(done)
  local is_complete = done.outcome == "complete"
  if self.stop == "all" then
    self.complete = is_complete
    return done.outcome == "beyond_window" and 1 or nil
  end
  if self.stop ~= "count" then return self.stop < #LIFECYCLE and self.stop + 1 or "count" end
  self.complete = is_complete
  if is_complete or next(self.shared.coverage.over_cap) or self.round >= self.shared.passes then return nil end
  self.round = self.round + 1
  return 1
end

--- The section to read next.
---@param done aliota.Section|nil  the one before, which is through
---@return aliota.Section|nil
function Itinerary:next(done)
  if not done then return self:section_of(self.resume and self.resume.stop or "all") end
  local stop = self:next_stop(done)
  return stop and self:section_of(stop)
end

return itinerary
