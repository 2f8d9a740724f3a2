-- Which state is to be read next in one look at a batch, so that all changes are found by few requests. Pure.
--
-- Tasks move forward in their life: from open states to others, and in the end to one in which they stay. So where as
-- many tasks are in each open state as before, and in the batch, none has moved: the first pages of four states tell.
-- Otherwise states are read from the last one of a life to the first. Whatever has moved on is met where it is now, and
-- is then no longer counted where it was: so the count of a state that only lost tasks fits without reading it. Where
-- tasks move on all the time it never does; arrivals.lua tells where none can have come all the same.
local arrivals = require "aliota.follow.arrivals"
local task_status = require "aliota.api.task_status"

---@class aliota.Agenda
---@field states string[]      that are followed, in the order of a life
---@field is_all boolean       whether these are all states
---@field is_first boolean     whether no task is known yet, so that counts tell nothing
---@field is_behind boolean    whether the look before may have missed something, so that counts alone tell nothing
---@field may_grow boolean     whether tasks may come to the batch
---@field is_thorough boolean  whether to read to the end what tasks come back to, as they do where they are tried
---                           again: a round of them leaves all counts as they were
---@field is_moving boolean    whether something is known to have moved
---@field trusts_counts boolean  whether to leave out states to which none can have come, see arrivals.lua
local Agenda = {}
Agenda.__index = Agenda

local state_agenda = {}

--- Stands for the Total of the batch among states.
state_agenda.TOTAL = arrivals.TOTAL

---@param states string[]|nil  that are followed; nil for all
---@param look {is_first: boolean, is_behind: boolean, may_grow: boolean, is_thorough: boolean, trusts_counts: boolean}
---@return aliota.Agenda
function state_agenda.new(states, look)
  return setmetatable({
    states = states or task_status.NAMES, is_all = states == nil, is_first = look.is_first,
    is_behind = look.is_behind, may_grow = look.may_grow, is_thorough = look.is_thorough, is_moving = false,
    trusts_counts = look.trusts_counts and not look.is_first,
  }, Agenda)
end

-- The last open state that was not begun. The count of a state tells how many have left it for the next one: so it is
-- told after that of the next one.
local function last_open(readings)
  local open = task_status.OPEN
  for i = #open, 1, -1 do
    if not readings[open[i]] then return open[i] end
  end
end

-- What to read so that a state need not be read any further; nil where it need not.
local function to_read_for(self, status, readings, total, known)
  local reading = readings[status]
  if reading and reading:is_through() then return nil end
  if not self.trusts_counts or not task_status.IS_OPEN[status] then return status end
  return arrivals.to_read(status, readings, total, known)
end

-- From the end of a life to its beginning.
local function next_unread(self, readings, total, known)
  local states = self.states
  for i = #states, 1, -1 do
    local to_read = to_read_for(self, states[i], readings, total, known)
    if to_read then return to_read end
  end
end

-- Whether the first pages of the open states tell that something has moved, or came. That they fit once other states
-- have been read tells nothing: what was found there may have moved since.
local function has_moved(self, readings, total, known)
  if self.is_moving then return true end
  for _, status in ipairs(task_status.OPEN) do
    self.is_moving = self.is_moving or readings[status].found > 0 or not readings[status].fit_at_once
  end
  self.is_moving = self.is_moving or (total ~= nil and total ~= known)
  return self.is_moving
end

--- Whether a state is to be read to its end, whatever its count.
---@param status string
---@return boolean
function Agenda:wants_all_of(status)
  return self.is_thorough and (status == "FAILED" or task_status.IS_OPEN[status] or false)
end

--- The state to read next, for a page.
---@param readings table<string, aliota.StateReading>  those that were begun, by their states
---@param total integer|nil  tasks of the batch, if it was asked for, and can't have changed since
---@param known integer      tasks of it that are known
---@return string|nil status  or TOTAL; nil when there is nothing more to be found
function Agenda:next(readings, total, known)
  if not self.is_all then return next_unread(self, readings, total, known) end
  local wants_total = self.may_grow and not total and arrivals.TOTAL or nil
  if self.is_first then return next_unread(self, readings, total, known) or wants_total end
  local status = last_open(readings) or wants_total
  if status then return status end
  local is_sure = not self.is_behind and not self.is_thorough
  if is_sure and not has_moved(self, readings, total, known) then return nil end
  return next_unread(self, readings, total, known)
end

return state_agenda
