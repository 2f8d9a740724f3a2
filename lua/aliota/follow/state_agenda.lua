-- Which state is to be read next in one look at a batch, so that all changes are found by few requests. Pure.
--
-- Tasks move forward in their life: from open states to others, and in the end to one in which they stay. So where as
-- many tasks are in each open state as before, and in the batch, none has moved: the first pages of four states tell.
-- Otherwise states are read from the last one of a life to the first. Whatever has moved on is met where it is now, and
-- is then no longer counted where it was: so the count of a state that only lost tasks fits without reading it.
local task_status = require "aliota.api.task_status"

---@class aliota.Agenda
---@field states string[]      that are followed, in the order of a life
---@field is_all boolean       whether these are all states
---@field is_behind boolean    whether the look before may have missed something, so that counts alone tell nothing
---@field is_thorough boolean  whether to read to the end what tasks come back to, as they do where they are tried
---                           again: a round of them leaves all counts as they were
local Agenda = {}
Agenda.__index = Agenda

local state_agenda = {}

---@param states string[]|nil  that are followed; nil for all
---@param look {is_behind: boolean, is_thorough: boolean}
---@return aliota.Agenda
function state_agenda.new(states, look)
  return setmetatable({
    states = states or task_status.NAMES, is_all = states == nil, is_behind = look.is_behind,
    is_thorough = look.is_thorough,
  }, Agenda)
end

local function first_without(readings, states)
  for _, status in ipairs(states) do
    if not readings[status] then return status end
  end
end

-- From the end of a life to its beginning.
local function last_unread(readings, states)
  for i = #states, 1, -1 do
    local reading = readings[states[i]]
    if not reading or not reading:is_through() then return states[i] end
  end
end

-- Whether the first pages of the open states tell that something has moved, or came.
local function has_moved(readings, total, known)
  for _, status in ipairs(task_status.OPEN) do
    if readings[status].found > 0 or not readings[status]:fits() then return true end
  end
  return total ~= nil and total ~= known
end

--- Whether a state is to be read to its end, whatever its count.
---@param status string
---@return boolean
function Agenda:wants_all_of(status)
  return self.is_thorough and (status == "FAILED" or task_status.IS_OPEN[status] or false)
end

--- The state to read next, for a page.
---@param readings table<string, aliota.StateReading>  those that were begun, by their states
---@param total integer|nil  tasks of the batch, where more may have come
---@param known integer      tasks of it that are known
---@return string|nil status  nil when there is nothing more to be found
function Agenda:next(readings, total, known)
  if not self.is_all then return last_unread(readings, self.states) end
  local status = first_without(readings, task_status.OPEN)
  if status then return status end
  local is_sure = not self.is_behind and not self.is_thorough
  if is_sure and not has_moved(readings, total, known) then return nil end
  return last_unread(readings, self.states)
end

return state_agenda
