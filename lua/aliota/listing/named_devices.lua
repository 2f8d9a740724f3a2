-- The tasks of up to 50 named devices: one request, one page.
local criteria = require "aliota.listing.criteria"
local pages = require "aliota.listing.page"
local pipeline = require "aliota.listing.pipeline"

---@class aliota.Named
---@field outcome "complete"|"incomplete"|nil  nil until it is over
---@field ids string|nil  of the rows of its page, see fingerprints.of
local Named = {}
Named.__index = Named

local named = {}

---@class aliota.NamedParams  what a request for named devices is made of
---@field JobId string|nil
---@field DeviceNames string[]   50 at most
---@field PageSize integer       in case the service cuts its answer after all
---@field TaskStatus string|nil  which the service may or may not apply where names are given

--- One request for named devices. Its result has their page: with any state, but of no devices that were not asked for.
---@param source aliota.Source
---@param params aliota.NamedParams
---@param doubt aliota.Doubt
---@return aliota.Call
function named.start(source, params, doubt)
  local operation, size = source.operation, params.PageSize
  local extra = {CurrentPage = "1", PageSize = ("%d"):format(size), TaskStatus = params.TaskStatus}
  for i, name in ipairs(params.DeviceNames) do extra["DeviceNames." .. i] = name end
  source.projection:need "JobId"
  source.projection:need "DeviceName"
  local wanted = criteria.of(operation, {JobId = params.JobId})
  wanted[#wanted + 1] = criteria.one("DeviceName", params.DeviceNames)
  return source.start(extra, doubt:judge(operation, function(response, answer, ids, replaced)
    local page = pages.read_named(operation, response, size)
    local reading = {page = page, seconds = answer.seconds, replaced = replaced}
    reading.ids = pages.ids(operation, page, source.ids_of, ids)
    page.tasks, reading.refused, reading.ids = criteria.sift(wanted, page.tasks, reading.ids)
    return reading
  end))
end

--- Whether what came may be trusted for what did not come: else a device whose row is not there may be in the batch.
---@param reading {page: aliota.Page, refused: integer}
---@return boolean
function named.is_whole(reading)
  return reading.refused == 0 and not reading.page.problems
end

---@param shared aliota.Shared
---@param params aliota.NamedParams
---@return aliota.Named
function named.new(shared, params)
  local asking = pipeline.of({params}, function() return named.start(shared, params, shared.doubt) end, shared.run)
  return setmetatable({shared = shared, status = params.TaskStatus, pipeline = asking}, Named)
end

---@return aliota.Page|nil
---@return aliota.Error|nil
function Named:next()
  local _, call = self.pipeline:next()
  if not call then return nil end
  local shared, coverage = self.shared, self.shared.coverage
  coverage.requests, coverage.passes = coverage.requests + #call.attempts, 1
  if call.err then return nil, call.err end
  local page, ids, _ = call.result.page, call.result.ids, nil
  if self.status then
    page.tasks, _, ids = criteria.sift({criteria.one("TaskStatus", {self.status})}, page.tasks, ids)
  end
  local rows = #page.tasks
  local known, new_ids = shared.seen:keep_new(page.tasks, ids)
  self.ids = new_ids
  coverage:note_rows(rows, known)
  coverage:note_total(#page.tasks)
  coverage:note_flaws(call.result)
  self.outcome = named.is_whole(call.result) and "complete" or "incomplete"
  return page
end

--- One page needs no place to go on from.
function Named.position()
  return {}
end

function Named:close()
  self.pipeline:close()
end

return named
