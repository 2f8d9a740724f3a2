-- Brings the pages of one pass in the order in which it wants them, and checks what they say about each other.
local lazy = require "aliota.util.lazy"
local criteria = require "aliota.listing.criteria"
local errors = lazy "aliota.api.errors"
local pages = require "aliota.listing.page"
local pipeline = require "aliota.listing.pipeline"

-- So many pages in a row that are the same as the one before are no coincidence any more.
local MOST_REPETITIONS = 3
-- A list that grows while it is read has more pages than it had; one that has more than twice as many, and these, does
-- not end.
local MOST_UNFORESEEN = 1000

---@class aliota.Reading
---@field page aliota.Page
---@field ids string           of its rows, see fingerprints.of
---@field refused integer      rows that came and were not asked for
---@field replaced integer|nil texts in which something became U+FFFD
---@field known integer        Total of all there is, as it was known when the page was asked for
---@field began string|nil     of the first page of a dated pass: before the service looked, UTC, in the form of
---                            UtcModified
---@field recently string|nil  long before that
---@field seconds number       that the answer took

---@class aliota.Reader: aliota.Work
local Reader = {}
Reader.__index = Reader

local reader = {}

---@param shared aliota.Shared
---@param pass aliota.Pass
---@param status string|nil      TaskStatus
---@param is_dated boolean       whether it matters when the pass began
---@return aliota.Reader
function reader.new(shared, pass, status, is_dated)
  local self = setmetatable({
    shared = shared, pass = pass, status = status, is_dated = is_dated, repeated = 0, pages = 0, run = shared.run,
  }, Reader)
  self.pipeline = pipeline.new(self)
  return self
end

-- Its work, as the pipeline asks for it.

function Reader:next_job()
  local number = self.pass:next_number()
  return number and {number = number, known = self.shared.largest}
end

function Reader:start(job)
  return self:request(job.number)
end

function Reader:prefetch()
  return self.shared.prefetch:get()
end

-- What is made of an answer.
function Reader:interpret(number, size, response, answer, ids, replaced)
  local shared = self.shared
  local page, err = pages.read(shared.operation, response, number, shared.size, size)
  if not page then return nil, err end
  local reading = {page = page, seconds = answer.seconds, replaced = replaced}
  reading.ids = pages.ids(shared.operation, page, shared.ids_of, ids)
  page.tasks, reading.refused, reading.ids = criteria.sift(shared.criteria, page.tasks, reading.ids)
  if self.is_dated and not size then reading.began, reading.recently = shared.begun(answer) end
  return reading
end

function Reader:request(number)
  local shared, size = self.shared, self.pass.size
  return shared.start({
    CurrentPage = ("%d"):format(number), PageSize = ("%d"):format(shared.size), TaskStatus = self.status,
  }, shared.doubt:judge(shared.operation, function(...) return self:interpret(number, size, ...) end))
end

-- What can't be told from a service that has no end of it. The same is to be had whenever it is asked.
local function fail(operation, code, read, message)
  return nil, errors.new {
    code = code, action = operation.name, request_id = read.RequestId, message = message,
  }
end

function Reader:check_repetition(page, ids)
  self.repeated = ids ~= "" and ids == self.before and self.repeated + 1 or 0
  self.before = ids
  if self.repeated < MOST_REPETITIONS then return true end
  return fail(self.shared.operation, "PageRepeated", page,
    ("page %d and those before it show the same tasks"):format(page.CurrentPage))
end

function Reader:check_end(page)
  self.pages = self.pages + 1
  self.foreseen = self.foreseen or math.ceil(page.Total / page.PageSize)
  if self.pages <= 2 * self.foreseen + MOST_UNFORESEEN then return true end
  return fail(self.shared.operation, "Endless", page,
    ("page %d came of what began as %d pages, and Total is %d now"):format(
      page.CurrentPage, self.foreseen, page.Total))
end

-- Asks for one page out of turn.
function Reader:ask(number)
  local _, call = pipeline.of({number}, function(it) return self:request(it) end, self.run):next()
  self:count(call)
  return call
end

-- A page past the end may be refused rather than empty (the vendor does not say); whether it was past it, the first
-- page tells. That is never past it.
function Reader:retake(number, refused)
  if refused.kind ~= "api" or refused.retryable or number == 1 then return nil, refused end
  local call = self:ask(1)
  if call.err then return nil, call.err end
  local reading, size = call.result, self.pass.size or call.result.page.PageSize
  if (number - 1) * size < reading.page.Total then return nil, refused end
  reading.page = {CurrentPage = number, PageSize = size, Total = reading.page.Total, tasks = {}}
  reading.ids = ""
  return reading
end

--- Reads a page that is not the next one, and leaves that as it is.
---@param number integer
---@return aliota.Reading|nil
---@return aliota.Error|nil
function Reader:read(number)
  local call = self:ask(number)
  if call.err then return self:retake(number, call.err) end
  return call.result
end

function Reader:count(call)
  local coverage = self.shared.coverage
  coverage.requests = coverage.requests + #call.attempts
end

--- Waits for the next page.
---@return aliota.Reading|nil  nil when the pass wants no more
---@return aliota.Error|nil
function Reader:next()
  local job, call = self.pipeline:next()
  if not call then return nil end
  self:count(call)
  local reading, err = call.result, call.err
  call.result = nil -- the collector may still be looking at the call, and would mark the whole page
  if err and job then reading, err = self:retake(job.number, err) end
  if not reading then return nil, err end
  reading.known = job.known
  local ok
  ok, err = self:check_repetition(reading.page, reading.ids)
  if ok then ok, err = self:check_end(reading.page) end
  if not ok then return nil, err end
  return reading
end

--- Ends what is in flight.
function Reader:close()
  self.pipeline:close()
end

return reader
