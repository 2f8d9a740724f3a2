-- One look at a batch: finds what is in another state than it was last seen in, a task at a time.
local merge = require "aliota.util.merge"
local order = require "aliota.listing.order"
local state_agenda = require "aliota.follow.state_agenda"
local state_reading = require "aliota.follow.state_reading"
local totals = require "aliota.listing.totals"

---@class aliota.ChangeFinder
---@field readings table<string, aliota.StateReading>  by state, as far as they were begun
---@field total integer|nil     tasks of the batch, where it was asked for
---@field requests integer      of what is over
local ChangeFinder = {}
ChangeFinder.__index = ChangeFinder

local change_finder = {}

local NONE = {}

---@class aliota.FollowMemory  what looks leave to later ones, and no other process needs
---@field order aliota.Order   as all pages have shown it
---@field turned table<string, boolean>  by state: whether to read it forward, as rows slipped by who read it backward
---@field again table<string, string>    by state: the latest change when it was last read, if maybe not to the end

---@return aliota.FollowMemory
function change_finder.new_memory() return {order = order.new(), turned = {}, again = {}} end

---@param source aliota.Source
---@param params table            parameters, among them PageSize
---@param agenda aliota.Agenda
---@param known aliota.LastStates
---@param newest table<string, string>  by state: the latest change when it was last read to the end
---@param look {total: integer|nil, memory: aliota.FollowMemory}  total: tasks of the batch, if that is known and stays
---@return aliota.ChangeFinder
function change_finder.new(source, params, agenda, known, newest, look)
  return setmetatable({
    source = source, params = params, agenda = agenda, known = known, newest = newest,
    total = look.total, memory = look.memory, readings = {}, found = NONE, at = 0, requests = 0,
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
  local agenda, memory = self.agenda, self.memory
  local reading = state_reading.new(self.source, merge(self.params, {TaskStatus = status}), status, self.known, {
    since = self.newest[status], is_thorough = agenda:wants_all_of(status), shows_leavers = agenda.is_all,
    order = memory.order, is_turned = memory.turned[status] or false,
  })
  self.readings[status] = reading
  return reading
end

local function read_page(self)
  local status = self.agenda:next(self.readings, self.total, self.known:total())
  if not status then return nil end
  local err
  if status == state_agenda.TOTAL then
    err = count(self)
    return not err, err
  end
  local reading = self.readings[status] or begin(self, status)
  if self.latest ~= status then reading:resume() end
  self.latest, self.found, err = status, reading:next()
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
  return next(self.readings) ~= nil and (not self.agenda.may_grow or self.total == self.known:total())
end

--- How many tasks are in a state: as the service told, or else as far as is known.
---@param status string
---@return integer
function ChangeFinder:count(status)
  local reading = self.readings[status]
  return reading and reading.total or self.known:count(status)
end

-- Where the next reading of a state may end. What this one may have overlooked, as it went back over several pages, is
-- read once more.
local function remember(self, status, reading)
  local newest, again = self.newest, self.memory.again
  if reading:has_caught_up() then
    newest[status], again[status] = reading.newest, nil
  elseif reading.went_back then
    newest[status], again[status] = again[status] or newest[status], reading.newest
  end
  local round = reading.round
  if round:is_against() then self.memory.turned[status] = round.pass.backward end
end

--- Ends it. What was read to the end is read on from there in the next look.
function ChangeFinder:close()
  for status, reading in pairs(self.readings) do
    remember(self, status, reading)
    reading:close()
    self.requests = self.requests + reading.requests
  end
  self.readings = NONE
end

return change_finder
