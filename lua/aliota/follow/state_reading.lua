-- Reads what is in one state, page by page, until what is new there has been found.
--
-- It is read no further than it takes. Once as many tasks are known to be in the state as the service counts, none is
-- missing, in whatever order they come. Where the latest change comes first, what is new lies before what changed last
-- when the state was last read; what has left does not show there. And at the end of the pages all has been seen,
-- unless rows moved meanwhile.
--
-- Where rows are listed by change, each change moves one to the end where the latest are, past who has begun there;
-- reports of progress are such changes, too. So what is open is read in rounds: once, and then again from that end as
-- far back as to where the round before began, until a round is short.
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
---@field newest string|nil   the latest change on the first page, in the direction of the first round
---@field ended boolean       the pages are through, or what changed since last time is
---@field went_back boolean   whether it is the latter
---@field is_whole boolean    whether the pages have shown all that are in the state, and nothing moved meanwhile
---@field moved boolean       whether that was not the same on all pages
---@field found integer       so far
---@field is_thorough boolean whether to read to the end even if counts fit
---@field shows_leavers boolean  whether those that have left show elsewhere
---@field is_odd boolean      whether it is the first, third, … look
---@field requests integer
---@field round integer       how often it was begun
---@field latest string|nil   the latest change when this round began
---@field round_since string|nil  the same of the round before
---@field pages_before integer|nil  of the round before
---@field total_first integer|nil  as told by the first page of all
local StateReading = {}
StateReading.__index = StateReading

local state_reading = {}

local function is_newest_first(self) return self.order:name() == "newest_change_first" end
local function is_oldest_first(self) return self.order:name() == "oldest_change_first" end

-- Tasks that leave an open state make those behind them move up: towards who reads backward, and past who reads
-- forward; those that come do the opposite. So it is read in turn from either side; but from where the latest change is
-- if it is listed by change, and what was there before is known. So is what tasks stay in where that saves pages.
local function is_backward(self)
  if not task_status.IS_OPEN[self.status] then return self.since ~= nil and is_oldest_first(self) end
  if is_oldest_first(self) then return true end
  return self.is_odd and self.round == 1 and not (self.since and is_newest_first(self))
end

-- Each page may be the last one that is wanted as long as the latest change comes first, and from the second round on.
local function one_by_one(self, prefetch)
  return {
    get = function() return (is_newest_first(self) or self.round > 1) and 1 or prefetch:get() end,
    note = function(_, seconds) prefetch:note(seconds) end,
  }
end

local function begin_round(self)
  self.round, self.latest = self.round + 1, nil
  local from_end = self.round > 1 and is_oldest_first(self)
  self.pass = pass.new {
    first = from_end and self.pass:last_page() or 1, is_resumed = from_end,
    window = self.shared.operation.window or math.huge, is_backward = function() return is_backward(self) end,
  }
  self.proof = proof.new {of = "UtcModified", resumed = self.round > 1}
  self.reader = page_reader.new(self.shared, self.pass, self.status, true)
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
  local self = setmetatable({
    status = status, known = known, shared = shared, order = order.new(), since = options.newest, found = 0,
    ended = false, went_back = false, is_whole = false, moved = false, requests = 0, round = 0,
    is_thorough = options.is_thorough, shows_leavers = options.shows_leavers, is_odd = options.is_odd,
  }, StateReading)
  shared.prefetch = one_by_one(self, shared.prefetch)
  begin_round(self)
  return self
end

--- Whether as many are known to be in the state as there are. Where that number has changed meanwhile, some of those
--- that are known may have left, and as many may be missing.
---@return boolean
function StateReading:fits()
  return self.total ~= nil and not self.moved and self.known:count(self.status) == self.total
end

--- Whether all that was new has been found, so that the next reading may begin where this one did.
---@return boolean
function StateReading:has_caught_up() return self.is_whole or self.went_back or self:fits() end

--- Whether nothing more is to be read. Where the latest change comes first, nothing is hidden behind counts that fit.
---@return boolean
function StateReading:is_through()
  return self.ended or ((not self.is_thorough or is_newest_first(self)) and self:fits())
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

-- Whether a page of a round after the first goes back to where the round before began.
local function closes_round(self, rows)
  if self.round == 1 or #rows == 0 then return false end
  local oldest = self.pass.backward and rows[1].UtcModified or rows[#rows].UtcModified
  return type(oldest) == "string" and oldest < self.round_since
end

-- As goes_back, but from the end of the pages, of states in which tasks stay. Tasks that are listed as they were made
-- may look as if they were listed by change, so this is believed only where counts say that nothing is missing before
-- that page.
local function is_back(self, rows)
  if not is_oldest_first(self) or task_status.IS_OPEN[self.status] or self.pass.preview then return false end
  local oldest = rows[1].UtcModified
  return type(oldest) == "string" and oldest < self.since and self.known:count(self.status) >= self.total_first
end

-- Whether nothing that is wanted lies behind a page, which goes back to before what changed last when the state was
-- last read.
local function goes_back(self, rows)
  if not self.since or #rows == 0 then return false end
  if not self.shows_leavers and self.known:count(self.status) > self.total then return false end
  if self.pass.backward then return is_back(self, rows) end
  if not is_newest_first(self) then return false end
  local oldest = rows[#rows].UtcModified
  return type(oldest) == "string" and oldest < self.since
end

-- The latest change when the round began, as its first page tells, or its last one, which a backward one reads next.
local function note_latest(self, rows)
  if self.pass.pages > (self.pass.backward and 2 or 1) then return end
  for _, row in ipairs {rows[1], rows[#rows]} do
    local modified = row.UtcModified
    if type(modified) == "string" and modified > (self.latest or "") then self.latest = modified end
  end
end

local function take(self, reading)
  local rows = reading.page.tasks
  self.order:look_at(rows)
  self.pass:take(reading.page)
  self.moved = self.moved or reading.page.Total ~= (self.total or reading.page.Total)
  self.total_first = self.total_first or reading.page.Total
  self.total, self.newest = reading.page.Total, self.newest or self.pass.newest
  note_latest(self, rows)
  self.proof:take(reading, self.pass, self.shared.new_set)
  self.shared.prefetch:note(reading.seconds)
  local found = found_on(self, reading)
  self.found = self.found + #found
  return found, rows
end

-- Whether rows may have moved past this round to the end where the latest change is.
local function is_overtaken(self)
  if not task_status.IS_OPEN[self.status] or not self.latest then return false end
  return is_newest_first(self) or (self.pass.backward and is_oldest_first(self)) or false
end

-- Rounds that had no more pages than this leave little time for rows to move: two, as the last page may be all but
-- empty.
local SHORT = 2

-- Goes on with another round where rows may have moved out of the way of this one, or ends it all.
local function end_round(self)
  local pages = self.pass.pages
  local is_short = self.round > 1 and (pages <= SHORT or pages >= self.pages_before)
  if self.is_whole or self:fits() or is_short or not is_overtaken(self) then
    self.ended = true
    return
  end
  self.reader:close()
  self.pages_before, self.round_since = pages, self.latest
  begin_round(self)
end

--- Reads the next page.
---@return aliota.Found[]|nil  what was found on it, maybe nothing; nil at the end
---@return aliota.Error|nil
function StateReading:next()
  local reading, err = self.reader:next()
  self.requests = self.shared.coverage.requests
  if err then return nil, err end
  if not reading then
    self.is_whole = self.is_whole or self.proof:is_made(self.pass)
    end_round(self)
    return {}
  end
  local found, rows = take(self, reading)
  if closes_round(self, rows) then
    end_round(self)
  elseif goes_back(self, rows) then
    self.went_back = true
    end_round(self)
  end
  return found
end

--- Ends it: what is in flight, and what is known of the state because of it.
function StateReading:close()
  self.reader:close()
  self.known:settle(self.status, self.is_whole)
end

return state_reading
