-- What a batch says of itself (QueryOTAJob, Data), for who looks at it again and again.
local Call = require "aliota.call"
local errors = require "aliota.api.errors"
local operation = require("aliota.api.operations").QueryOTAJob
local source = require "aliota.call.source"

local function job_of(response)
  local job = response.Data
  if type(job) == "table" and type(job.JobStatus) == "string" then return job end
  return nil, errors.new {
    kind = "decode", action = operation.name, message = "the answer has no JobStatus",
    request_id = response.RequestId,
  }
end

--- Asks for it.
---@param account aliota.Account
---@param flat table<string, string>  JobId, and IotInstanceId where there is one
---@param ours {deadline: number|nil, cancel: aliota.Canceller|nil}
---@return table|nil job
---@return aliota.Error|nil
return function(account, flat, ours)
  local limits = source.limits(account, ours)
  limits.nulls_absent, limits.lenient, limits.accept = true, true, job_of
  return Call.new(account, operation, flat, limits):await()
end
