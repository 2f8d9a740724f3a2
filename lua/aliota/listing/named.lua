-- The tasks of up to 50 named devices: one request, one page.
local page = require "aliota.listing.page"
local pipeline = require "aliota.pipeline"

---@class aliota.Named
---@field complete boolean
local Named = {}
Named.__index = Named

local named = {}

--- One request for named devices. Its result has their page, which is not sifted, and the seconds that it took.
---@param source aliota.Source
---@param names string[]      50 at most
---@param size integer        PageSize, in case the service cuts its answer after all
---@param status string|nil   TaskStatus
---@return aliota.Call
function named.start(source, names, size, status)
  local extra = {CurrentPage = "1", PageSize = ("%d"):format(size), TaskStatus = status}
  for i, name in ipairs(names) do extra["DeviceNames." .. i] = name end
  return source.start(extra, function(response, answer, ids)
    local read = page.read_named(source.operation, response, size)
    local known, err = page.ids(source.operation, read, source.ids_of, ids)
    return known and {page = read, seconds = answer.seconds}, err
  end)
end

---@param shared aliota.Shared
---@param names string[]
---@param status string|nil  TaskStatus, which the service may or may not apply where names are given
---@return aliota.Named
function named.new(shared, names, status)
  local asking = pipeline.of({names}, function() return named.start(shared, names, shared.size, status) end, shared.run)
  return setmetatable({shared = shared, status = status, complete = false, pipeline = asking}, Named)
end

local function in_state(rows, status)
  local kept = {}
  for _, row in ipairs(rows) do
    if row.TaskStatus == status then kept[#kept + 1] = row end
  end
  return kept
end

---@return aliota.Page|nil
---@return aliota.Error|nil
function Named:next()
  local _, call = self.pipeline:next()
  if not call then return nil end
  local shared, coverage = self.shared, self.shared.coverage
  coverage.requests, coverage.passes = coverage.requests + #call.attempts, 1
  if call.err then return nil, call.err end
  local read = call.result.page
  if self.status then read.tasks = in_state(read.tasks, self.status) end
  local ids = page.ids(shared.operation, read, shared.ids_of)
  coverage:note_rows(#read.tasks, shared.seen:keep_new(read.tasks, ids))
  coverage:note_total(#read.tasks)
  self.complete = true
  return read
end

--- One page needs no place to go on from.
function Named.position()
  return {}
end

function Named:close()
  self.pipeline:close()
end

return named
