-- One look at a batch: finds what is in another state than it was last seen in, a task at a time.
local merge = require "aliota.util.merge"
local state_reading = require "aliota.follow.state_reading"
local task_status = require "aliota.api.task_status"
local totals = require "aliota.listing.totals"

---@class aliota.ChangeFinder
---@field readings table<string, aliota.StateReading>  by state, as far as they were begun
---@field total integer|nil     tasks of the batch, where it was asked for
---@field requests integer      of what is over
local ChangeFinder = {}
ChangeFinder.__index = ChangeFinder

local change_finder = {}

local NONE = {}

---@param source aliota.Source
---@param params table            parameters, among them PageSize
---@param agenda aliota.Agenda
---@param known aliota.LastStates
---@param newest table<string, string>  by state: the latest change when it was last read to the end
---@param look {may_grow: boolean, is_odd: boolean}  whether tasks may come to the batch; whether it is the first,
---third, … look
---@return aliota.ChangeFinder
function change_finder.new(source, params, agenda, known, newest, look)
  return setmetatable({
    source = source, params = params, agenda = agenda, known = known, newest = newest,
    may_grow = look.may_grow, is_odd = look.is_odd, readings = {}, found = NONE, at = 0, requests = 0,
  }, ChangeFinder)
end

-- How many tasks the batch has.
local function count(self)
  local _, call = totals(self.source, {false}):next()
  self.requests = self.requests + #call.attempts
  self.total = call.result
  return call.err
end

local function begin(self, status)
  local agenda = self.agenda
  local reading = state_reading.new(self.source, merge(self.params, {TaskStatus = status}), status, self.known, {
    newest = self.newest[status], is_thorough = agenda:wants_all_of(status), shows_leavers = agenda.is_all,
    is_odd = self.is_odd,
  })
  self.readings[status] = reading
  return reading
end

-- Whether it is time to ask for the batch's Total: once the open states have been.
local function wants_total(self, status)
  return self.may_grow and self.agenda.is_all and not self.total and not task_status.IS_OPEN[status]
end

local function read_page(self)
  local status = self.agenda:next(self.readings, self.total, self.known:total())
  if wants_total(self, status) then
    local err = count(self)
    return not err, err
  end
  if not status then return nil end
  local err
  self.found, err = (self.readings[status] or begin(self, status)):next()
  self.at = 0
  if not self.found then self.found = NONE end
  return not err, err
end

--- The next change.
---@return aliota.Found|nil  nil when there are no more
---@return aliota.Error|nil
function ChangeFinder:next()
  while not self.found[self.at + 1] do
    local going, err = read_page(self)
    if not going then return nil, err end
  end
  self.at = self.at + 1
  return self.found[self.at]
end

--- Those that were found, and that `next` has yet to hand out.
---@return string ids    see fingerprints.of
---@return string marks  that they had, see last_states.lua
function ChangeFinder:pending()
  local ids, marks = {}, {}
  for i = self.at + 1, #self.found do
    ids[#ids + 1], marks[#marks + 1] = self.found[i].id, self.found[i].mark
  end
  return table.concat(ids), table.concat(marks)
end

--- Whether all changes were found, as far as counts tell.
---@return boolean
function ChangeFinder:is_complete()
  for _, status in ipairs(self.agenda.states) do
    local reading = self.readings[status]
    if reading and not reading:fits() then return false end
  end
  return next(self.readings) ~= nil and (not self.total or self.total == self.known:total())
end

--- How many tasks are in a state: as the service told, or else as far as is known.
---@param status string
---@return integer
function ChangeFinder:count(status)
  local reading = self.readings[status]
  return reading and reading.total or self.known:count(status)
end

--- Ends it. What was read to the end is read on from there in the next look.
function ChangeFinder:close()
  for status, reading in pairs(self.readings) do
    if reading:has_caught_up() then self.newest[status] = reading.newest end
    reading:close()
    self.requests = self.requests + reading.requests
  end
  self.readings = NONE
end

return change_finder
