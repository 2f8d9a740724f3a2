-- What can be listed with one set of parameters: a whole batch, or of it what is in one state. Reads it in passes until
-- it can be proved whole, or until that is hopeless. A batch loses no tasks, so as many different ones as Total are all
-- of them; what comes and goes takes another proof, and so does a batch that lost some all the same.
local order = require "aliota.listing.order"
local pass = require "aliota.listing.pass"
local proof = require "aliota.listing.proof"
local reader = require "aliota.listing.page_reader"
local task_status = require "aliota.api.task_status"

---@class aliota.Section
---@field status string|nil        TaskStatus
---@field proves "count"|"quiet"|nil  how it may be proved whole; without, one pass is all
---@field window number           the rows that pages can reach
---@field full_passes integer      begun so far, those that only catch up left out
---@field spent number             how often everything was read, parts of it added up
---@field complete boolean
---@field beyond_window boolean|nil
local Section = {}
Section.__index = Section

local section = {}

-- The largest Total for which room is made before the rows have come, as it may be wrong.
local MOST_RESERVED = 1000000

---@param shared aliota.Shared  what the sections of a listing share
---@param options {status: string|nil, proves: "count"|"quiet"|nil, lead: integer|nil, only_lead: boolean|nil,
---is_partition: boolean|nil, resume: table|nil}
---@return aliota.Section
function section.new(shared, options)
  local resume, proves = options.resume or {}, options.proves
  if proves == "count" and shared.has_shrunk then proves = "quiet" end
  local self = setmetatable({
    shared = shared, status = options.status, proves = proves, only_lead = options.only_lead,
    is_partition = options.is_partition, window = shared.operation.window or math.huge, complete = false,
    idle_passes = 0, order = order.new(),
    full_passes = resume.full_passes or 0, spent = resume.spent or 0,
  }, Section)
  self:begin {
    lead = resume.number or options.lead or 1, mark = resume.mark, resumed = resume.number ~= nil,
    size = resume.number and resume.size,
    is_backward = resume.backward ~= nil and function() return resume.backward end or nil,
  }
  return self
end

-- Passes -------------------------------------------------------------------------------------------------------------

-- `number` full passes were made before this one.
function Section:is_backward(number)
  if self.proves == "count" then return self.order:name() == "oldest_change_first" end
  -- What comes and goes is met best in turn from either side. Open tasks leave more often than they come.
  return (task_status.IS_OPEN[self.status] or false) == (number % 2 == 0)
end

function Section:new_proof(resumed)
  local shared = self.shared
  return proof.new {
    of = self.status and "UtcModified" or "UtcCreate", ids = #shared.seen > 0 and shared.new_set() or nil,
    after = self.proof and self.proof.latest, resumed = resumed,
  }
end

function Section:begin(options)
  local shared, number = self.shared, self.full_passes
  options.is_backward = options.is_backward or function() return self:is_backward(number) end
  options.window = self.window
  self.pass = pass.new(options)
  self.reader = reader.new(shared, self.pass, self.status, self.proves == "quiet")
  self.proof = self.proves == "quiet" and self:new_proof(options.resumed) or nil
  shared.coverage.passes = shared.coverage.passes + 1
  if not options.mark then self.full_passes = number + 1 end
end

function Section:is_counted()
  return self.proves == "count" and #self.shared.seen == self.shared.largest
end

-- A batch listed by change may begin with rows that were never touched, and so not show it at first.
function Section:is_wrong_way()
  local this = self.pass
  return self.proves == "count" and not this.mark and this.backward == false and this.lead == 1
    and self.order:name() == "oldest_change_first"
end

-- Whether nothing more is to be had from this pass.
function Section:is_through(read)
  self.beyond_window = not self.status and self.proves ~= nil and read.Total > self.window
  return self.pass.through or self.beyond_window or self.only_lead or self:is_counted() or self:is_wrong_way()
end

-- Rows that changed while the pass was under way have moved to where it began, and are newer than what was there.
function Section:catch_up_mark()
  local this, name = self.pass, self.order:name()
  if self.proves ~= "count" or (name ~= "newest_change_first" and name ~= "oldest_change_first") then return nil end
  -- A catch-up that found nothing has nothing to find: what is missing slipped by otherwise.
  if this.mark and this.fresh == 0 then return nil end
  return this.backward == (name == "oldest_change_first") and this.newest or nil
end

-- Pass after pass that shows nothing new, the last one over everything, and still Total says that there is more.
function Section:is_hopeless()
  self.idle_passes = self.pass.fresh == 0 and self.idle_passes + 1 or 0
  if self.idle_passes < 2 or self.pass.mark or self.proves ~= "count" then return false end
  local total, seen = self.shared.largest, #self.shared.seen
  self.shared.coverage:note_problem {
    code = seen < total and "RowsMissing" or "RowsBeyond", expected = total, got = seen,
    message = ("Total is %d, but pass after pass shows %d different %s"):format(total, seen,
      self.shared.coverage.things),
  }
  return true
end

-- Begins another pass. False when there is none.
function Section:go_on()
  if self:is_counted() or (self.proof and self.proof:is_made(self.pass)) then
    self.complete = true
    return false
  end
  if not self.proves or self.only_lead or self.pass.total > self.window then return false end
  if self:is_hopeless() then return false end
  self.spent = self.spent + self.pass:share()
  if self.spent >= self.shared.passes then return false end
  local mark = self:catch_up_mark()
  self:begin {lead = 1, mark = mark}
  return true
end

-- Pages --------------------------------------------------------------------------------------------------------------

function Section:note(read)
  local seen = self.shared.coverage
  seen.order = self.order:name()
  if self.is_partition then seen:note_partition(self.status, read.Total) else seen:note_total(read.Total) end
  if self.status and read.Total > self.window then seen.over_cap[self.status] = read.Total end
end

function Section:look_for_proof(reading)
  self.proof:begin(reading.began, reading.recently)
  if self.pass.preview then
    self.proof:expect_again(self.shared.new_set())
  else
    self.proof:look_at(reading.page.tasks, reading.ids)
  end
end

-- Who reads more than one page is likely to read all.
function Section:make_room()
  if self.pass.pages == 2 then self.shared.seen:reserve(math.min(self.shared.largest, MOST_RESERVED)) end
end

-- A batch that has fewer tasks than it had when this page was asked for has lost some, or another one was wrong.
function Section:note_largest(reading)
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

-- Takes a page into account, and those rows out of it that were handed out already.
function Section:take(reading)
  local shared, read = self.shared, reading.page
  local rows = #read.tasks
  self.order:look_at(read.tasks)
  self.pass:take(read)
  if not self.status then self:note_largest(reading) end
  if self.proof then self:look_for_proof(reading) end
  self:make_room()
  local known = shared.seen:keep_new(read.tasks, reading.ids)
  if self.proof then self.proof:note_known(known) end
  self.pass.fresh = self.pass.fresh + rows - known
  shared.coverage:note_rows(rows, known)
  shared.coverage:note_flaws(reading, self.status)
  shared.depth:note(reading.seconds)
  self:note(read)
  return read
end

-- The next page of this pass; nil when it is through.
function Section:read()
  if self.pass_ended then return nil end
  local reading, err = self.reader:next()
  if not reading then return nil, err end
  local read = self:take(reading)
  self.pass_ended = self:is_through(read)
  return read
end

--- The next page that shows something new; of the first pass, every page.
---@return aliota.Page|nil
---@return aliota.Error|nil
function Section:next()
  while true do
    local read, err = self:read()
    if err then return nil, err end
    if read and (#read.tasks > 0 or (self.full_passes == 1 and not self.pass.mark)) then return read end
    if not read then
      self.reader:close()
      self.pass_ended = false
      if not self:go_on() then return nil end
    end
  end
end

--- Where it is, for a cursor. A pass that has read no more than its first page begins anew.
---@param number integer|nil  of the page that was handed out last
---@return table
function Section:position(number)
  local this = self.pass
  return {
    full_passes = self.full_passes - (this.mark and 0 or 1), spent = self.spent, mark = this.mark,
    backward = this.backward, size = this.size,
    number = (this.pages > 1 or this.resumed) and number or nil,
  }
end

--- Ends what is in flight.
function Section:close()
  self.reader:close()
end

return section
