-- How a listing notices that rows moved while it read them, and what it does about that.
--
-- How rows move. A page is a window on a list that does not stand still. Listed by creation, rows keep their places,
-- and new ones come at the end. Listed by change, newest first or oldest first, a task that changes goes to one end,
-- and the rows that it passes move by one to where it was. In a list of one state, rows come and leave as well. Which
-- order it is, the vendor does not say; order.lua finds out.
--
-- What that does to a reader. A row that moves against his direction, from a page that he has yet to read to one that
-- he has read, is overlooked. One that moves along with him comes again, which is harmless: it is known by its id and
-- dropped. So he begins at the end to which changed rows go: then those that are passed move along with him, and what
-- he overlooks has changed while he read, and is at the end where he began. That something was overlooked shows only in
-- that it can't be proved that all has been seen. So the pages are read in passes, each of which goes through phases:
--
--   first_page  Page 1 is read alone. It tells Total, and often the order, by which the direction is chosen.
--   sweep       All pages are read, forward, or from the last one backward.
--   catch_up    Or, in a pass that follows one, only what changed since that began: from the end where changed rows
--               are, up to a row that is older (the mark).
--   proof       Has everything been seen? By counting: a batch loses no tasks, so as many different ones as Total are
--               all of them. By quiet: where rows come and go, as in one state, or in a batch whose Total became
--               smaller all the same, a pass must have shown that none came while it was under way (proof.lua). If
--               there is no proof, another pass begins, until enough was read or nothing new comes any more.
local lazy = require "aliota.util.lazy"
local order = require "aliota.listing.order"
local pass = require "aliota.listing.pass"
local proof = lazy "aliota.listing.proof"
local reader = require "aliota.listing.page_reader"
local task_status = require "aliota.api.task_status"

-- How it may be proved that an aim is reached. Without a way, as for the others, one pass is all.
local PROOFS = {batch = "count", state = "quiet", total = "count"}

---@alias aliota.Aim
---| "batch"      a whole list
---| "state"      what is in one state
---| "rest"       a page other than the first, and what comes after it
---| "partition"  what is in one state of a batch that is listed by states
---| "total"      no more than the first page, whose Total tells whether the partitions showed all

---@class aliota.Movement          one list that is read to its end while rows move
---@field aim aliota.Aim
---@field status string|nil        TaskStatus
---@field proves "count"|"quiet"|nil
---@field phase "first_page"|"sweep"|"catch_up"|"proof"
---@field outcome "complete"|"incomplete"|"beyond_window"|nil  nil until it is over; beyond_window: pages can't reach
---                               all of it
---@field window number            the rows that pages can reach
---@field pass aliota.Pass         the present one
---@field mark string|nil          where a catch-up ends: at rows changed before this
---@field sweeps integer           begun so far
---@field spent number             how often everything was read, parts of it added up
---@field idle_passes integer      the latest ones, that showed nothing new
---@field ids string|nil           of the rows of the latest page that were new, see fingerprints.of
local Movement = {}
Movement.__index = Movement

local movement = {}

-- The largest Total for which room is made before the rows have come, as it may be wrong.
local MOST_RESERVED = 1000000
-- Passes without anything new, the last of them a sweep, after which nothing is to be expected.
local MOST_IDLE = 2

---@param shared aliota.Shared  what the lists of a listing share
---@param options {aim: aliota.Aim, status: string|nil, first: integer|nil, resume: table|nil}  first: the page to begin
---with; resume: what `position` returned
---@return aliota.Movement
function movement.new(shared, options)
  local resume, proves = options.resume or {}, PROOFS[options.aim]
  if proves == "count" and shared.has_shrunk then proves = "quiet" end
  shared.projection:need "UtcModified"
  local self = setmetatable({
    shared = shared, aim = options.aim, status = options.status, proves = proves,
    window = shared.operation.window or math.huge, idle_passes = 0, order = order.new(),
    sweeps = resume.full_passes or 0, spent = resume.spent or 0,
  }, Movement)
  self:begin {
    first = resume.number or options.first or 1, mark = resume.mark, is_resumed = resume.number ~= nil,
    size = resume.number and resume.size, is_backward = resume.backward,
  }
  return self
end

-- Passes -------------------------------------------------------------------------------------------------------------

-- So many sweeps were begun before this one.
function Movement:is_backward(sweeps)
  if self.proves == "count" then return self.order:name() == "oldest_change_first" end
  -- What comes and goes is met best in turn from either side. Open tasks leave more often than they come.
  return (task_status.IS_OPEN[self.status] or false) == (sweeps % 2 == 0)
end

function Movement:new_proof(is_resumed)
  local shared, dated_by = self.shared, self.status and "UtcModified" or "UtcCreate"
  shared.projection:need(dated_by)
  return proof.new {
    of = dated_by, ids = #shared.seen > 0 and shared.new_set() or nil,
    after = self.proof and self.proof.latest, resumed = is_resumed,
  }
end

function Movement:begin(options)
  local shared, sweeps = self.shared, self.sweeps
  self.phase, self.mark = "first_page", options.mark
  self.pass = pass.new {
    first = options.first, is_resumed = options.is_resumed, size = options.size, window = self.window,
    is_backward = function()
      if options.is_backward ~= nil then return options.is_backward end
      return self:is_backward(sweeps)
    end,
  }
  self.reader = reader.new(shared, self.pass, self.status, self.proves == "quiet")
  self.proof = self.proves == "quiet" and self:new_proof(options.is_resumed) or nil
  shared.coverage.passes = shared.coverage.passes + 1
  if not self.mark then self.sweeps = sweeps + 1 end
end

-- Phases: what comes after a page, all of whose rows are there, known ones, too ---------------------------------------

local PHASES = {}

-- A catch-up that goes backward comes to its first page once more at its end.
function PHASES.first_page(self, page)
  if self.aim == "total" then return "proof" end
  if not self.mark then return PHASES.sweep(self) end
  return self.pass.backward and "catch_up" or PHASES.catch_up(self, page)
end

-- A batch listed by change may begin with rows that were never touched, and so not show it at first. Then the sweep
-- goes the wrong way, and another one is better.
function PHASES.sweep(self)
  local is_wrong_way = self.proves == "count" and not self.pass.backward and self.pass.first == 1
    and self.order:name() == "oldest_change_first"
  return is_wrong_way and "proof" or "sweep"
end

function PHASES.catch_up(self, page)
  for _, row in ipairs(page.tasks) do
    local modified = row.UtcModified
    if type(modified) == "string" and modified < self.mark then return "proof" end
  end
  return "catch_up"
end

-- Proof --------------------------------------------------------------------------------------------------------------

function Movement:is_counted()
  return self.proves == "count" and #self.shared.seen == self.shared.largest
end

-- What is in one state has no partitions by which it could be listed instead.
function Movement:is_beyond_window()
  return not self.status and self.aim ~= "total" and self.proves ~= nil and self.pass.total > self.window
end

-- Pass after pass that shows nothing new, and still Total says that there is more.
function Movement:is_hopeless()
  self.idle_passes = self.pass.fresh == 0 and self.idle_passes + 1 or 0
  if self.idle_passes < MOST_IDLE or self.mark or self.proves ~= "count" then return false end
  local total, seen = self.shared.largest, #self.shared.seen
  self.shared.coverage:note_problem {
    code = seen < total and "RowsMissing" or "RowsBeyond", expected = total, got = seen,
    message = ("Total is %d, but pass after pass shows %d different %s"):format(total, seen,
      self.shared.coverage.things),
  }
  return true
end

-- Where the next pass may end, if it is to be a catch-up. Rows that changed during this pass have moved to where it
-- began, and are newer than what was there.
function Movement:catch_up_mark()
  local this, name = self.pass, self.order:name()
  if self.proves ~= "count" or (name ~= "newest_change_first" and name ~= "oldest_change_first") then return nil end
  -- A catch-up that found nothing has nothing to find: what is missing slipped by otherwise.
  if self.mark and this.fresh == 0 then return nil end
  return this.backward == (name == "oldest_change_first") and this.newest or nil
end

-- What the pass, which is through, has made of the list; nil when another one is to follow.
function Movement:judge()
  local this = self.pass
  if self:is_beyond_window() then return "beyond_window" end
  if self:is_counted() or (self.proof and self.proof:is_made(this)) then return "complete" end
  local is_all = not self.proves or self.aim == "total" or this.total > self.window
  if is_all or self:is_hopeless() then return "incomplete" end
  self.spent = self.spent + this:share()
  return self.spent >= self.shared.passes and "incomplete" or nil
end

function Movement:prove()
  self.reader:close()
  self.outcome = self:judge()
  if not self.outcome then self:begin {first = 1, mark = self:catch_up_mark()} end
end

-- Pages --------------------------------------------------------------------------------------------------------------

function Movement:note_total(total)
  local seen = self.shared.coverage
  seen.order = self.order:name()
  if self.aim == "partition" then seen:note_partition(self.status, total) else seen:note_total(total) end
  if self.status and total > self.window then seen.over_cap[self.status] = total end
end

-- A batch that has fewer tasks than it had when this page was asked for has lost some, or another one was wrong.
function Movement:note_largest(reading)
  local shared, total, known = self.shared, reading.page.Total, reading.known
  if total >= known then
    shared.largest = math.max(shared.largest, total)
    return
  end
  shared.largest, shared.has_shrunk = total, true
  shared.coverage:note_problem {
    code = "TotalShrank", page = reading.page.CurrentPage, expected = known, got = total,
    message = ("Total went from %d to %d"):format(known, total),
  }
  if self.proves ~= "count" then return end
  self.proves, self.proof = "quiet", self:new_proof(true) -- this pass proves nothing
end

-- Takes those rows out of a page that were handed out already. Who reads more than one page is likely to read all.
function Movement:drop_known(reading)
  local shared, page = self.shared, reading.page
  local rows = #page.tasks
  if self.pass.pages == 2 then shared.seen:reserve(math.min(shared.largest, MOST_RESERVED)) end
  local known
  known, self.ids = shared.seen:keep_new(page.tasks, reading.ids)
  if self.proof then self.proof:note_known(known) end
  self.pass.fresh = self.pass.fresh + rows - known
  shared.coverage:note_rows(rows, known)
end

-- Takes a page into account, and goes on to the phase that follows from it.
function Movement:take(reading)
  local shared, page = self.shared, reading.page
  self.order:look_at(page.tasks)
  self.pass:take(page)
  if not self.status then self:note_largest(reading) end
  if self.proof then self.proof:take(reading, self.pass, shared.new_set) end
  self.phase = PHASES[self.phase](self, page)
  self:drop_known(reading)
  if self:is_counted() or self:is_beyond_window() then self.phase = "proof" end
  shared.coverage:note_flaws(reading, self.status)
  shared.prefetch:note(reading.seconds)
  self:note_total(page.Total)
end

-- A page of the present pass; nil when that is through.
function Movement:read()
  local reading, err = self.reader:next()
  if reading then
    self:take(reading)
    return reading.page
  end
  if not err then self.phase = "proof" end
  return nil, err
end

--- The next page that shows something new; of the first sweep, every page.
---@return aliota.Page|nil
---@return aliota.Error|nil
function Movement:next()
  while not self.outcome do
    if self.phase == "proof" then
      self:prove()
    else
      local page, err = self:read()
      if err then return nil, err end
      if page and (#page.tasks > 0 or (self.sweeps == 1 and not self.mark)) then return page end
    end
  end
end

--- Where it is, for a cursor. A pass that has read no more than its first page begins anew.
---@param number integer|nil  of the page that was handed out last
---@return table
function Movement:position(number)
  local this = self.pass
  return {
    full_passes = self.sweeps - (self.mark and 0 or 1), spent = self.spent, mark = self.mark,
    backward = this.backward, size = this.size,
    number = (this.pages > 1 or this.is_resumed) and number or nil,
  }
end

--- Ends what is in flight.
function Movement:close()
  self.reader:close()
end

return movement
