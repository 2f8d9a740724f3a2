-- Reads what is in one state, page by page, until what is new there has been found.
--
-- It is read no further than it takes. Once as many tasks are known to be in the state as the service counts, none is
-- missing, in whatever order they come. Where the latest change comes first, what is new lies before what changed last
-- when the state was last read; what has left does not show there. And at the end of the pages all has been seen,
-- unless rows moved meanwhile.
local order = require "aliota.listing.order"
local pass = require "aliota.listing.pass"
local proof = require "aliota.listing.proof"
local page_reader = require "aliota.listing.page_reader"
local share = require "aliota.listing.share"
local task_status = require "aliota.api.task_status"

---@class aliota.Found          one that was met where it was not known to be
---@field task aliota.Task
---@field before string|nil   the state in which it was last seen; nil of one that is new, or that came back
---@field id string           its fingerprint
---@field mark string         see last_states.lua

---@class aliota.StateReading
---@field status string
---@field total integer|nil   how many are in the state, as told by the latest page
---@field newest string|nil   the latest change on the first page
---@field ended boolean       the pages are through, or what changed since last time is
---@field went_back boolean   whether it is the latter
---@field is_whole boolean    whether the pages have shown all that are in the state, and nothing moved meanwhile
---@field found integer       so far
---@field is_thorough boolean whether to read to the end even if counts fit
---@field shows_leavers boolean  whether those that have left show elsewhere
---@field is_odd boolean      whether it is the first, third, … look
---@field requests integer
local StateReading = {}
StateReading.__index = StateReading

local state_reading = {}

local function is_by_change(self) return self.order:name() == "newest_change_first" end

-- Tasks that leave an open state make those behind them move up: towards who reads backward, and past who reads
-- forward; those that come do the opposite. So it is read in turn from either side, but where the latest change comes
-- first and all before it is known: then what is new is at the beginning.
local function is_backward(self)
  if not task_status.IS_OPEN[self.status] then return false end
  return self.is_odd and not (self.since and is_by_change(self))
end

-- As long as the latest change comes first, each page may be the last one that is wanted.
local function one_by_one(self, prefetch)
  return {
    get = function() return is_by_change(self) and 1 or prefetch:get() end,
    note = function(_, seconds) prefetch:note(seconds) end,
  }
end

---@param source aliota.Source
---@param params table            parameters, among them PageSize
---@param status string           TaskStatus
---@param known aliota.LastStates
---@param options {newest: string|nil, is_thorough: boolean, shows_leavers: boolean,
---is_odd: boolean}  newest: that of the reading before,
---if that found all there was; else the fields above
---@return aliota.StateReading
function state_reading.new(source, params, status, known, options)
  local shared = share(source, params, 1)
  local self
  self = setmetatable({
    status = status, known = known, shared = shared, order = order.new(), since = options.newest, found = 0,
    ended = false, went_back = false, is_whole = false, requests = 0,
    proof = proof.new {of = "UtcModified", resumed = false},
    is_thorough = options.is_thorough, shows_leavers = options.shows_leavers, is_odd = options.is_odd,
    pass = pass.new {
      first = 1, window = source.operation.window or math.huge, is_backward = function() return is_backward(self) end,
    },
  }, StateReading)
  shared.prefetch = one_by_one(self, shared.prefetch)
  self.reader = page_reader.new(shared, self.pass, status, true)
  return self
end

--- Whether as many are known to be in the state as there are. Where that number has changed meanwhile, some of those
--- that are known may have left, and as many may be missing.
---@return boolean
function StateReading:fits()
  return self.total ~= nil and not self.pass.moved and self.known:count(self.status) == self.total
end

--- Whether all that was new has been found, so that the next reading may begin where this one did.
---@return boolean
function StateReading:has_caught_up() return self.is_whole or self.went_back or self:fits() end

--- Whether nothing more is to be read. Where the latest change comes first, nothing is hidden behind counts that fit.
---@return boolean
function StateReading:is_through()
  return self.ended or ((not self.is_thorough or is_by_change(self)) and self:fits())
end

-- Notes the task of one row; returns it if it was not known to be where it is.
local function meet(self, task, id)
  local mark = self.known:meet(self.status, id)
  local before, has_left, is_met = self.known:read(mark)
  if is_met then self.proof:note_known(1) end -- once more in this reading
  if before == self.status and not has_left then return nil end
  return {task = task, before = before ~= self.status and before or nil, id = id, mark = mark}
end

local ID_BYTES = 8

local function found_on(self, reading)
  local found, rows = {}, reading.page.tasks
  for i = 1, #rows do
    local id = reading.ids:sub((i - 1) * ID_BYTES + 1, i * ID_BYTES)
    found[#found + 1] = meet(self, rows[i], id)
  end
  return found
end

-- Whether nothing that is wanted lies behind a page, which goes back to before what changed last when the state was
-- last read.
local function goes_back(self, rows)
  if not self.since or not is_by_change(self) or #rows == 0 or self.pass.backward then return false end
  if not self.shows_leavers and self.known:count(self.status) > self.total then return false end
  local oldest = rows[#rows].UtcModified
  return type(oldest) == "string" and oldest < self.since
end

local function take(self, reading)
  local rows = reading.page.tasks
  self.order:look_at(rows)
  self.pass:take(reading.page)
  self.total, self.newest = reading.page.Total, self.pass.newest
  self.proof:take(reading, self.pass, self.shared.new_set)
  self.shared.prefetch:note(reading.seconds)
  local found = found_on(self, reading)
  self.found = self.found + #found
  if goes_back(self, rows) then self.ended, self.went_back = true, true end
  return found
end

--- Reads the next page.
---@return aliota.Found[]|nil  what was found on it, maybe nothing; nil at the end
---@return aliota.Error|nil
function StateReading:next()
  local reading, err = self.reader:next()
  self.requests = self.shared.coverage.requests
  if reading then return take(self, reading) end
  if not err then self.ended, self.is_whole = true, self.proof:is_made(self.pass) end
  return nil, err
end

--- Ends it: what is in flight, and what is known of the state because of it.
function StateReading:close()
  self.reader:close()
  self.known:settle(self.status, self.is_whole)
end

return state_reading
