-- The tasks of up to 50 named devices: one request, one page.
local criteria = require "aliota.listing.criteria"
local pages = require "aliota.listing.page"
local pipeline = require "aliota.listing.pipeline"

---@class aliota.Named
---@field outcome "complete"|"incomplete"|nil  nil until it is over
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
  local wanted = criteria.of(operation, {JobId = params.JobId})
  wanted[#wanted + 1] = criteria.one("DeviceName", params.DeviceNames)
  return source.start(extra, doubt:judge(operation, function(response, answer, ids, replaced)
    local reading = {page = pages.read_named(operation, response, size), seconds = answer.seconds, replaced = replaced}
    pages.ids(operation, reading.page, source.ids_of, ids)
    reading.page.tasks, reading.refused = criteria.sift(wanted, reading.page.tasks)
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
  local page = call.result.page
  if self.status then page.tasks = criteria.sift({criteria.one("TaskStatus", {self.status})}, page.tasks) end
  local ids = pages.ids(shared.operation, page, shared.ids_of)
  coverage:note_rows(#page.tasks, shared.seen:keep_new(page.tasks, ids))
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
