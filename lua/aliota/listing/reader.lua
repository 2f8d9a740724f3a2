-- Brings the pages of one pass in the order in which it wants them, and checks what they say about each other.
local errors = require "aliota.errors"
local page = require "aliota.listing.page"
local pipeline = require "aliota.pipeline"

-- So many pages in a row that are the same as the one before are no coincidence any more.
local MOST_REPETITIONS = 3

---@class aliota.Reading
---@field page aliota.Page
---@field ids string           of its rows, see fingerprints.of
---@field began string|nil     of the first page where Total may shrink: before the service looked, UTC, in the form of
---                            UtcModified
---@field recently string|nil  long before that
---@field seconds number       that the answer took

---@class aliota.Reader
local Reader = {}
Reader.__index = Reader

local reader = {}

---@param shared aliota.Shared
---@param pass aliota.Pass
---@param status string|nil      TaskStatus
---@param may_shrink boolean     whether Total may become smaller
---@return aliota.Reader
function reader.new(shared, pass, status, may_shrink)
  local self = setmetatable({
    shared = shared, pass = pass, status = status, may_shrink = may_shrink, repeated = 0,
  }, Reader)
  self.pipeline = pipeline.new {
    next_job = function()
      local number = pass:next_number()
      return number and {number = number, known = shared.largest}
    end,
    start = function(job) return self:start(job.number) end,
    depth = function() return shared.depth:get() end,
    run = shared.run,
  }
  return self
end

function Reader:start(number)
  local shared, size = self.shared, self.pass.size
  return shared.start({
    CurrentPage = ("%d"):format(number), PageSize = ("%d"):format(shared.size), TaskStatus = self.status,
  }, function(response, answer, ids)
    local read, err = page.read(shared.operation, response, number, shared.size, size)
    if not read then return nil, err end
    local reading = {page = read, seconds = answer.seconds}
    reading.ids, err = page.ids(shared.operation, read, shared.ids_of, ids)
    if not reading.ids then return nil, err end
    if self.may_shrink and not size then reading.began, reading.recently = shared.begun(answer) end
    return reading
  end)
end

local function fail(operation, code, read, message)
  return nil, errors.new {
    kind = "decode", code = code, action = operation.name, request_id = read.RequestId, message = message,
    hint = "the service contradicts itself; what was handed out before is good. Report the request id if it stays",
  }
end

-- A batch loses no tasks: one that has fewer than it had when this page was asked for is not what it seems.
function Reader:check_total(read, known)
  if self.may_shrink or read.Total >= known then return true end
  return fail(self.shared.operation, "TotalShrank", read, ("Total went from %d to %d"):format(known, read.Total))
end

function Reader:check_repetition(read, ids)
  self.repeated = ids ~= "" and ids == self.before and self.repeated + 1 or 0
  self.before = ids
  if self.repeated < MOST_REPETITIONS then return true end
  return fail(self.shared.operation, "PageRepeated", read,
    ("page %d and those before it show the same tasks"):format(read.CurrentPage))
end

-- A page past the end may be refused rather than empty (the vendor does not say); whether it was past it, the first
-- page tells.
function Reader:retake(number, refused)
  local _, call = pipeline.of({1}, function(first) return self:start(first) end, self.shared.run):next()
  self:count(call)
  if call.err then return nil, call.err end
  local reading = call.result
  if (number - 1) * self.pass.size < reading.page.Total then return nil, refused end
  reading.page = {CurrentPage = number, PageSize = self.pass.size, Total = reading.page.Total, tasks = {}}
  reading.ids = ""
  return reading
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
  if err and job and err.kind == "api" and not err.retryable and self.pass.total then
    reading, err = self:retake(job.number, err)
  end
  if not reading then return nil, err end
  local ok
  ok, err = self:check_total(reading.page, job.known)
  if ok then ok, err = self:check_repetition(reading.page, reading.ids) end
  if not ok then return nil, err end
  return reading
end

--- Ends what is in flight.
function Reader:close()
  self.pipeline:close()
end

return reader
