-- What can be listed with one set of parameters: a whole batch, or of it what is in one state. Reads it in passes until
-- it can be proved whole, or until that is hopeless.
--
-- A batch loses no tasks, so as many different ones as Total are all of them. What is in one state comes and goes; it is
-- whole when one pass, over which nothing moved, has shown it: the same Total on all pages, that many rows, none twice,
-- and none that changed after the pass began. (That a row was overlooked although Total stayed the same takes another
-- that came in its stead, and that one has changed.)
local errors = require "aliota.errors"
local operation = require("aliota.operations").ListOTATaskByJob
local order = require "aliota.listing.order"
local page = require "aliota.listing.page"
local pass = require "aliota.listing.pass"
local pipeline = require "aliota.pipeline"

-- In these states devices wait for what comes next, so rows leave more often than they come.
local OPEN = {CONFIRM = true, QUEUED = true, NOTIFIED = true, IN_PROGRESS = true}

-- So many pages in a row that are the same as the one before are no coincidence any more.
local MOST_REPETITIONS = 3

---@class aliota.Section
---@field status string|nil        TaskStatus
---@field proof "count"|"quiet"|"none"  how it may be proved whole; without, one pass is all
---@field complete boolean
---@field beyond_window boolean|nil
local Section = {}
Section.__index = Section

local section = {}

---@param shared aliota.Shared  what the sections of a listing share
---@param options {status: string|nil, proof: "count"|"quiet"|"none", lead: integer|nil, only_lead: boolean|nil,
---is_partition: boolean|nil, resume: table|nil}
---@return aliota.Section
function section.new(shared, options)
  local self = setmetatable({
    shared = shared, status = options.status, proof = options.proof, only_lead = options.only_lead,
    is_partition = options.is_partition, complete = false, full_passes = 0, idle_passes = 0, order = order.new(),
  }, Section)
  local resume = options.resume or {}
  self.full_passes = resume.full_passes or 0
  self:begin {
    lead = resume.number or options.lead or 1, mark = resume.mark, resumed = resume.number ~= nil,
    is_backward = resume.backward ~= nil and function() return resume.backward end or nil,
  }
  return self
end

local function fail(code, message)
  return nil, errors.new {
    kind = "decode", code = code, action = operation.name, message = message,
    hint = "the service contradicts itself; what was handed out before is good. Report the request id if it stays",
  }
end

-- Passes -------------------------------------------------------------------------------------------------------------

-- `number` full passes were made before this one.
function Section:is_backward(number)
  local name = self.order:name()
  if self.proof == "count" then return name == "oldest_change_first" end
  -- What comes and goes is met best in turn from either side.
  local first = OPEN[self.status] or false
  return first == (number % 2 == 0)
end

function Section:begin(options)
  local number = self.full_passes
  options.is_backward = options.is_backward or function() return self:is_backward(number) end
  options.window = operation.window
  local this = pass.new(options)
  self.pass, self.since, self.ids, self.repeated, self.before = this, nil, nil, 0, nil
  -- In a later pass nearly all rows are known; which of them it shows twice takes a set of its own to tell.
  if self.proof == "quiet" and self.full_passes > 0 then self.ids = self.shared.new_set() end
  self.is_sound = not options.resumed
  self.pipeline = pipeline.new {
    next_job = function() return self:next_job() end,
    start = function(job) return self:start(job) end,
    depth = function() return self.shared.depth:get() end,
    run = self.shared.run,
  }
  self.shared.coverage.passes = self.shared.coverage.passes + 1
  if not options.mark then self.full_passes = self.full_passes + 1 end
end

function Section:next_job()
  local number = self.pass:next_number()
  return number and {number = number, known = self.shared.largest}
end

function Section:start(job)
  local shared, this = self.shared, self.pass
  return shared.start({
    CurrentPage = ("%d"):format(job.number), PageSize = ("%d"):format(shared.size), TaskStatus = self.status,
  }, function(response, answer)
    local read, err = page.read(response, job.number, shared.size, this.size)
    return read and {page = read, since = shared.begun(answer), seconds = answer.seconds}, err
  end)
end

-- Pages --------------------------------------------------------------------------------------------------------------

-- Whether rows are those of the page before, in the same order.
local function is_same(rows, before)
  if not before or #rows == 0 or #rows ~= #before then return false end
  for i = 1, #rows do
    if rows[i].TaskId ~= before[i] then return false end
  end
  return true
end

local function ids_of(rows)
  local ids = {}
  for i = 1, #rows do ids[i] = rows[i].TaskId end
  return ids
end

function Section:check_repetition(read)
  self.repeated = is_same(read.tasks, self.before) and self.repeated + 1 or 0
  self.before = ids_of(read.tasks)
  if self.repeated < MOST_REPETITIONS then return true end
  return fail("PageRepeated", ("page %d and those before it are all the same"):format(read.CurrentPage))
end

-- A batch loses no tasks: one that has fewer than it had when this page was asked for is not what it seems.
function Section:check_total(read, known)
  if self.proof ~= "count" or read.Total >= known then return true end
  return fail("TotalShrank", ("Total went from %d to %d"):format(known, read.Total))
end

-- Takes rows out that were handed out already.
function Section:sift(read)
  local shared, rows = self.shared, #read.tasks
  if self.ids then
    local copy = {}
    for i = 1, rows do copy[i] = read.tasks[i] end
    if self.ids:keep_new(copy, "TaskId") > 0 then self.is_sound = false end
  end
  local removed = shared.seen:keep_new(read.tasks, "TaskId")
  if not self.ids and removed > 0 then self.is_sound = false end
  self.pass.fresh = self.pass.fresh + rows - removed
  shared.coverage:note_rows(rows, removed)
end

-- Whether any row has changed since the pass began, as far as the service's own clock tells.
function Section:look_for_changes(rows, since)
  self.since = self.since or since
  if not self.since then self.is_sound = false end
  for i = 1, self.is_sound and #rows or 0 do
    local modified = rows[i].UtcModified
    if type(modified) ~= "string" or modified >= self.since then self.is_sound = false end
  end
end

function Section:note(read)
  local seen = self.shared.coverage
  seen.order = self.order:name()
  if self.is_partition then seen:note_partition(self.status, read.Total) else seen:note_total(read.Total) end
  if self.status and read.Total > operation.window then seen.over_cap[self.status] = read.Total end
end

function Section:take(job, reading)
  local read, shared = reading.page, self.shared
  local ok, err = self:check_total(read, job.known)
  if ok then ok, err = self:check_repetition(read) end
  if not ok then return nil, err end
  self.order:look_at(read.tasks)
  self.pass:take(read)
  if self.proof == "quiet" then self:look_for_changes(read.tasks, reading.since) end
  if not self.status then shared.largest = math.max(shared.largest, read.Total) end
  self:sift(read)
  shared.depth:note(reading.seconds)
  self:note(read)
  return read
end

-- A page past the end may be refused rather than empty (the vendor does not say); whether it was past the end, the first
-- page tells.
function Section:retake(job, refused)
  local lead = pipeline.new {
    next_job = function() return not self.asked_again and {number = 1, known = job.known} or nil end,
    start = function(first)
      self.asked_again = true
      return self:start(first)
    end,
    depth = function() return 1 end,
    run = self.shared.run,
  }
  local _, call = lead:next()
  self.asked_again = nil
  if call.err then return nil, call.err end
  local total = call.result.page.Total
  if (job.number - 1) * self.pass.size < total then return nil, refused end
  return {
    page = {CurrentPage = job.number, PageSize = self.pass.size, Total = total, tasks = {}},
    since = call.result.since, seconds = call.result.seconds,
  }
end

-- The next page of this pass; nil at its end.
function Section:read()
  local job, call = self.pipeline:next()
  if not call then return nil end
  self.shared.coverage.requests = self.shared.coverage.requests + #call.attempts
  local reading, err = call.result, call.err
  if err and job and err.kind == "api" and not err.retryable and self.pass.total then
    reading, err = self:retake(job, err)
  end
  if not reading then return nil, err end
  return self:take(job, reading)
end

-- What comes after a pass ----------------------------------------------------------------------------------------------

-- As many different tasks as there are: that was all.
function Section:is_counted()
  return self.proof == "count" and #self.shared.seen >= self.shared.largest
end

function Section:is_quiet()
  local this = self.pass
  if self.proof ~= "quiet" then return false end
  return this:is_one_page() or (self.is_sound and not this.moved and this.read == this.total)
end

-- A batch listed by change may begin with rows that were never touched, and so not show it at first.
function Section:is_wrong_way()
  local this = self.pass
  return self.proof == "count" and not this.mark and this.backward == false and this.lead == 1
    and self.order:name() == "oldest_change_first"
end

-- Rows that changed while the pass was under way have moved to where it began, and are newer than what was there.
function Section:catch_up_mark()
  local name = self.order:name()
  if name ~= "newest_change_first" and name ~= "oldest_change_first" then return nil end
  -- One that found nothing has nothing to find: what is missing slipped by otherwise.
  if self.proof ~= "count" or (self.pass.mark and self.pass.fresh == 0) then return nil end
  return self.pass.backward == (name == "oldest_change_first") and self.pass.newest or nil
end

function Section:is_hopeless()
  if self.pass.mark then return false end
  self.idle_passes = self.pass.fresh == 0 and self.idle_passes + 1 or 0
  return self.idle_passes > 1 and self.proof == "count"
end

-- Begins another pass. False when there is none; nil and an error when the service contradicts itself.
function Section:go_on()
  local shared = self.shared
  if self:is_counted() or self:is_quiet() then
    self.complete = true
    return false
  end
  if self.proof == "none" or self.only_lead or self.beyond_window or self.pass.total > operation.window then
    return false
  end
  if self:is_hopeless() then
    return fail("RowsMissing", ("Total is %d, but pass after pass shows only %d different tasks"):format(
      shared.largest, #shared.seen))
  end
  local mark = self:catch_up_mark()
  if not mark and self.full_passes >= shared.passes then return false end
  self:begin {lead = 1, mark = mark}
  return true
end

-- Once nothing more is to be had from this pass.
function Section:is_through(read)
  if self:is_wrong_way() then return true end
  if not self.status and read.Total > operation.window and self.proof == "count" then self.beyond_window = true end
  return self.pass.through or self.beyond_window or self.only_lead or self:is_counted()
end

--- The next page that shows something new; of the first pass, every page.
---@return aliota.Page|nil
---@return aliota.Error|nil
function Section:next()
  while not self.ended do
    local read, err = nil, nil
    if not self.pass_ended then read, err = self:read() end
    if err then return nil, err end
    if read and self:is_through(read) then self.pass_ended = true end
    if not read then
      self.pipeline:close()
      self.pass_ended = false
      local more
      more, err = self:go_on()
      if err then return nil, err end
      self.ended = not more
    elseif #read.tasks > 0 or (self.full_passes == 1 and not self.pass.mark) then
      return read
    end
  end
  return nil
end

--- Where it is, for a cursor. A pass that has read no more than its first page begins anew.
---@param number integer|nil  of the page that was handed out last
---@return table
function Section:position(number)
  local this = self.pass
  return {
    full_passes = self.full_passes - (this.mark and 0 or 1), mark = this.mark, backward = this.backward,
    number = (this.pages > 1 or this.resumed) and number or nil,
  }
end

function Section:close()
  self.pipeline:close()
end

return section
