-- One update batch, which the API calls a job: the documented members under their names, and a line to print.
local lazy = require "aliota.util.lazy"
local ascii = require "aliota.util.ascii"
local errors = lazy "aliota.api.errors"
local text = lazy "aliota.show.text"
local utc = require "aliota.util.utc"

local job = {}

---@class aliota.Batch  what has the id of a batch, such as one of client:jobs
---@field JobId string

---@class aliota.Job: aliota.Batch, aliota.QueryOTAJobData
---@field JobId string
---@field JobStatus "PLANNED"|"IN_PROGRESS"|"COMPLETED"|"CANCELED"|string  COMPLETED also where a list says COMPLETE
---@field JobType "VERFIY_FIRMWARE"|"UPGRADE_FIRMWARE"|string  as the vendor spells it
---@field SelectionType "STATIC"|"DYNAMIC"|string
---@field TargetSelection "ALL"|"SPECIFIC"|"GRAY"|"GROUP"|string
---@field FirmwareId string
---@field ProductKey string
---@field DestVersion string|nil  of QueryOTAJob, as are further members
---@field UtcCreate string        ISO 8601, UTC; as are UtcModified, UtcStartTime, UtcEndTime where they are known

local meta = {__name = "aliota.Job"}

local function time(stamp)
  local epoch = utc.parse(stamp)
  return epoch and utc.text(epoch) or "?"
end

local function target(row)
  local version = row.DestVersion and "version " .. text.line(row.DestVersion)
  return version or "package " .. text.line(row.FirmwareId)
end

function meta.__tostring(row)
  local ended = row.UtcEndTime and ", ended " .. time(row.UtcEndTime) or ""
  return ("%-24s %-11s %s  %s, created %s%s"):format(text.line(row.JobId), text.line(row.JobStatus), target(row),
    ascii.lower(text.line(row.SelectionType) .. " " .. text.line(row.TargetSelection)), time(row.UtcCreate), ended)
end

-- JobStatus of ListOTAJobByFirmware and ListOTAJobByDevice, in the words of QueryOTAJob.
local STATUS = setmetatable({COMPLETE = "COMPLETED"}, {__index = function(_, sent) return sent end})

--- The fields of a batch in a list (SimpleOTAJobInfo).
---@type aliota.FieldSet
job.fields = {
  JobId = true, JobStatus = true, JobType = true, SelectionType = true, TargetSelection = true, FirmwareId = true,
  ProductKey = true, Tags = true, UtcCreate = true, UtcModified = true, UtcStartTime = true, UtcEndTime = true,
}

--- What makes batches of the rows of a list.
---@param operation aliota.Operation
---@return aliota.RowSchema
function job.schema(operation)
  return {path = operation.items, id = operation.id, metatable = meta, values = {JobStatus = STATUS}}
end

---@param value any
---@return boolean
function job.is(value)
  return getmetatable(value) == meta
end

--- Turns the Data of QueryOTAJob into a batch, in place.
---@param row table
---@return aliota.Job
function job.of_row(row)
  if row.JobStatus ~= nil then row.JobStatus = STATUS[row.JobStatus] end
  return setmetatable(row, meta)
end

--- Takes the batch out of an answer of QueryOTAJob.
---@param response table
---@return aliota.Job|nil
---@return aliota.Error|nil
function job.accept(response)
  local data = response.Data
  if type(data) == "table" and type(data.JobId) == "string" then return job.of_row(data) end
  return nil, errors.new {kind = "decode", action = "QueryOTAJob", message = "the answer has no batch in it"}
end

return job
