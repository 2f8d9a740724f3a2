-- Reads what is in one state, page by page, until what is new there has been found.
--
-- It is read no further than it takes. Once as many tasks are known to be in the state as the service counts, none is
-- missing, in whatever order they come. Where the latest change comes first, what is new lies before what changed last
-- when the state was last read; what has left does not show there. And at the end of the pages all has been seen,
-- unless rows moved meanwhile: reading_direction.lua tells how. So what is open, and listed by change, is read in
-- rounds: once, and then again from the end of the latest changes as far back as to where the round before began, until
-- a round is short.
local direction = require "aliota.follow.reading_direction"
local reading_round = require "aliota.follow.reading_round"
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
---@field total_first integer|nil  as told by the first
---@field newest string|nil   the latest change on the first page, in the direction of the first round
---@field ended boolean       the pages are through, or what changed since last time is
---@field went_back boolean   whether it is the latter
---@field went_back_at_once boolean  whether one page did
---@field is_whole boolean    whether the pages have shown all that are in the state, and nothing moved meanwhile
---@field fit_at_once boolean  whether `fits` was so when the latest page came
---@field moved boolean       whether `total` was not the same on all pages
---@field found integer       so far
---@field since string|nil    `newest` of the reading before, if that found all there was
---@field is_thorough boolean whether to read to the end even if counts fit
---@field is_turned boolean  see reading_direction.lua
---@field shows_leavers boolean  whether those that have left show elsewhere
---@field requests integer
---@field order aliota.Order  as all that was read of the batch has shown it
---@field round aliota.ReadingRound
---@field before aliota.ReadingRound|nil  the round before
local StateReading = {}
StateReading.__index = StateReading

local state_reading = {}

-- Each page may be the last one that is wanted as long as the latest change comes first, and from the second round on.
local function one_by_one(self, prefetch)
  return {
    get = function()
      local is_last = self.round.number > 1 or self.order:name() == "newest_change_first"
      return is_last and 1 or prefetch:get()
    end,
    note = function(_, seconds) prefetch:note(seconds) end,
  }
end

-- Begins a round; `before` is the one before, if this goes on from that.
local function begin_round(self, before)
  local number = before and before.number + 1 or 1
  local is_from_end = before and self.order:name() == "oldest_change_first"
  if self.round then self.round:close() end
  self.before = before
  self.round = reading_round.new(self.shared, self.status, {
    number = number, order = self.order, last_page = is_from_end and before.pass:last_page() or nil,
    is_backward = function()
      return direction.is_backward(self.status, self.order:name(), self.since ~= nil, self.is_turned)
    end,
  })
end

---@param source aliota.Source
---@param params table            parameters, among them PageSize
---@param status string           TaskStatus
---@param known aliota.LastStates
---@param options {order: aliota.Order, since: string|nil, is_thorough: boolean, shows_leavers: boolean,
---is_turned: boolean}  the fields above
---@return aliota.StateReading
function state_reading.new(source, params, status, known, options)
  local shared = share(source, params, 1)
  local self = setmetatable({
    status = status, known = known, shared = shared, order = options.order, since = options.since, found = 0,
    ended = false, went_back = false, went_back_at_once = false, is_whole = false, moved = false,
    fit_at_once = false, requests = 0, is_thorough = options.is_thorough, shows_leavers = options.shows_leavers,
    is_turned = options.is_turned,
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

-- Whether all was read of a state in which tasks stay, and those that come go to an end.
local function has_read_all(self)
  return self.ended and not task_status.IS_OPEN[self.status] and self.order:name() ~= "stable"
end

--- Whether all that was new has been found, so that the next reading may begin where this one did. Where tasks leave
--- meanwhile, who goes back over several pages may overlook one, and counts may fit as another one has left.
---@return boolean
function StateReading:has_caught_up()
  if self.is_whole then return true end
  if not task_status.IS_OPEN[self.status] then return self.went_back or has_read_all(self) or self:fits() end
  return self.went_back_at_once or (self:fits() and self.known:unmet(self.status) == 0)
end

-- Whether counts that fit tell that nothing is missing. Where tasks leave, as many may have left as are yet to be
-- found: so once some were found, they don't, unless all that are known were met.
local function is_counted(self)
  if not self:fits() then return false end
  return not task_status.IS_OPEN[self.status] or self.found == 0 or self.known:unmet(self.status) == 0
end

--- Whether nothing more is to be read. Where the latest change comes first, nothing is hidden behind counts that fit.
---@return boolean
function StateReading:is_through()
  local is_thorough = self.is_thorough and self.order:name() ~= "newest_change_first"
  return self.ended or (not is_thorough and is_counted(self))
end

--- Whether none of those that were known to be in the state before had left it: each was met, or all that came since
--- was, and so many are there.
---@return boolean
function StateReading:has_kept_all()
  local known = self.known
  return known:unmet(self.status) == 0 or (self.went_back and known:count(self.status) <= self.total_first)
end

--- How many pages there are yet to be read.
---@return integer
function StateReading:pages_left()
  if self.ended then return 0 end
  return math.max(0, math.ceil(self.total / self.shared.size) - self.round.pass.pages)
end

-- Notes the task of one row; returns it if it was not known to be where it is.
local function meet(self, task, id)
  local mark = self.known:meet(self.status, id)
  local before, has_left, is_met = self.known:read(mark)
  local was_here = before == self.status
  if was_here and is_met then self.round:note_repeat(id) end
  if was_here and not has_left then return nil end
  return {task = task, before = not was_here and before or nil, id = id, mark = mark}
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

-- Whether a page may tell, by when its rows changed, that all that is new has been read. Tasks that are listed as they
-- were made may look as if they were listed by change, oldest first, so this is believed only of states in which tasks
-- stay.
local function shows_times(self)
  local name, way = self.order:name(), self.round.pass
  if not way.backward then return name == "newest_change_first" end
  return name == "oldest_change_first" and not task_status.IS_OPEN[self.status] and not way.preview
end

-- Whether nothing that is wanted lies behind a page, which goes back to before what changed last when the state was
-- last read. Where fewer are known than there are, something was overlooked, and lies there.
local function goes_back(self, rows)
  if not self.since or not shows_times(self) then return false end
  local count = self.known:count(self.status)
  if count < self.total_first or (not self.shows_leavers and count > self.total) then return false end
  return self.round:is_before(rows, self.since)
end

-- Whether a page of a further round goes back to where the one before began, or shows that nothing has changed since.
local function closes_round(self, rows, found)
  local before = self.before.latest
  return self.round:is_before(rows, before) or (found == 0 and self.round.latest == before)
end

-- Takes a page that the round has read.
local function take(self, reading)
  local rows, total = reading.page.tasks, reading.page.Total
  self.moved = self.moved or total ~= (self.total or total)
  self.total_first = self.total_first or total
  self.total, self.newest = total, self.newest or self.round.pass.newest
  self.shared.prefetch:note(reading.seconds)
  local found = found_on(self, reading)
  self.found, self.fit_at_once = self.found + #found, self:fits()
  return found, rows
end

-- Rounds that had no more pages than this leave little time for rows to move: two, as the last page may be all but
-- empty.
local SHORT = 2

-- Whether another round would show what the last one can't have shown.
local function wants_round(self)
  if self.is_whole or self:fits() or not self.round.latest then return false end
  local way, before = self.round.pass, self.before
  if before and (way.pages <= SHORT or way.pages >= before.pass.pages) then return false end
  return direction.is_overtaken(self.status, self.order:name(), way.backward)
end

local function end_round(self)
  if not wants_round(self) then
    self.ended = true
    return
  end
  begin_round(self, self.round)
end

--- Tells that others were read since its first page was, which told the count: it begins anew, as rows have moved.
function StateReading:resume()
  if self.before or self.round.pass.pages ~= 1 or self:pages_left() == 0 then return end
  self.known:settle(self.status, false)
  self.moved, self.total_first, self.total = false, nil, nil
  begin_round(self)
end

--- Reads the next page.
---@return aliota.Found[]|nil  what was found on it, maybe nothing; nil where it failed
---@return aliota.Error|nil
function StateReading:next()
  local reading, err = self.round:next()
  self.requests = self.shared.coverage.requests
  if err then return nil, err end
  if not reading then
    self.is_whole = self.is_whole or self.round:is_whole()
    end_round(self)
    return {}
  end
  local found, rows = take(self, reading)
  if self.before and closes_round(self, rows, #found) then
    end_round(self)
  elseif goes_back(self, rows) then
    self.went_back, self.went_back_at_once = true, not self.before and self.round.pass.pages == 1
    end_round(self)
  end
  return found
end

--- Ends it: what is in flight, and what is known of the state because of it.
function StateReading:close()
  self.round:close()
  self.known:settle(self.status, self.is_whole)
end

return state_reading
