-- What a rollout asks the service for: a batch to be created, looked for, waited for and stopped.
local Call = require "aliota.call"
local errors = require "aliota.api.errors"
local gate_words = require "aliota.plan.gate_words"
local job_list = require "aliota.listing.jobs"
local look = require "aliota.watch.look"
local loop = require "aliota.loop"
local operations = require "aliota.api.operations"
local parameters = require "aliota.api.parameters"
local planner = require "aliota.plan.planner"
local source = require "aliota.call.source"
local stop = require "aliota.plan.stop"
local watch = require "aliota.watch"

local batch_calls = {}

local CREATE = operations.CreateOTAStaticUpgradeJob
local LEAST = 0.001 -- seconds; what is to end at once ends with the error of a deadline
local SEEN = {JobId = true, Tags = true} -- of a batch that is looked for

---@class aliota.RolloutService
---@field create fun(params: table, before_attempt: fun(): aliota.Error|nil): string|nil, aliota.Error|nil  a JobId;
---before_attempt is called right before a request goes out, an error ends the call
---@field find fun(params: table, tag: {Key: string, Value: string}): string|false|nil, aliota.Error|nil  the JobId of
---the package's batch that has the tag; false: there is none, for certain
---@field wait fun(job_id: string, params: table, options: {fail_if: table|nil, timeout: number|nil}): aliota.Verdict
---@field stop fun(job_id: string, rollout: aliota.Rollout): {told: string, by_status: table}|nil, aliota.Error|nil
---cancels what no device has begun, or all that is open; returns what came of it, in sentences and in figures
---@field pause fun(at: number): boolean|nil, aliota.Error|nil  returns at that time
---@field time fun(): number  epoch seconds
---@field tell fun(rollout: aliota.Rollout, text: string)

local function job_id_of(answer)
  local data = answer.Data
  if type(data) == "table" and type(data.JobId) == "string" then return data.JobId end
  return nil, errors.new {
    kind = "decode", action = CREATE.name, message = "the answer has no JobId", request_id = answer.RequestId,
  }
end

local function has_tag(job, tag)
  local list = type(job.Tags) == "table" and job.Tags.OtaTagDTO
  for _, other in ipairs(type(list) == "table" and list or {}) do
    if other.Key == tag.Key and other.Value == tag.Value then return true end
  end
  return false
end

---@class aliota.BatchCalls
local Service = {}
Service.__index = Service

-- The limits of one call, or of one listing. The deadline is for all of an `apply`, which may take days.
function Service:limits()
  local seconds = math.min(self.ends_at - loop.now(), self.account.config.deadline or math.huge)
  return {deadline = seconds < math.huge and math.max(seconds, LEAST) or nil, cancel = self.ours.cancel}
end

function Service:create(params, before_attempt)
  local options = source.limits(self.account, self:limits())
  options.before_attempt, options.accept = before_attempt, job_id_of
  return Call.new(self.account, CREATE, assert(parameters(CREATE, params)), options):await()
end

function Service:find(params, tag)
  local form = job_list.form {FirmwareId = params.FirmwareId, IotInstanceId = params.IotInstanceId}
  local limits = self:limits()
  limits.fields, limits.strict = SEEN, true
  local jobs = job_list.list(function(operation, flat) return source.new(self.account, operation, flat, limits) end,
    form, assert(parameters(form.operation, form.params)), limits)
  while true do
    local job, err = jobs:next()
    if err then return nil, err end
    if not job or has_tag(job, tag) then
      jobs:close()
      return job and job.JobId or false
    end
  end
end

function Service:wait(job_id, params, options)
  local ours = {
    cancel = self.ours.cancel, show = self.ours.show, interval = self.ours.interval,
    longest_interval = self.ours.longest_interval, fail_if = options.fail_if,
    timeout = math.min(options.timeout or math.huge, math.max(0, self.ends_at - loop.now())),
  }
  return watch.wait(self.account, {JobId = job_id, IotInstanceId = params.IotInstanceId}, ours)
end

local function left_open(job_id)
  return errors.new {
    kind = "rollout", retryable = true,
    message = ("tasks of batch %s are open that were to be canceled"):format(job_id),
    hint = "rollout:apply() cancels them",
  }
end

function Service:stop(job_id, rollout)
  local flat, with_in_progress = {JobId = job_id, IotInstanceId = rollout.params.IotInstanceId},
    rollout.CancelInProgressTask
  local counts, job = look(self.account, flat, self.ours.cancel)(function() return self.ends_at - loop.now() end)
  if not counts then return nil, job end
  local plan, err = planner.of_parts(self.account, stop.parts({job = job, counts = counts}, flat, with_in_progress))
  local ok = plan
  if plan then ok, err = plan:apply(self:limits()) end
  if not ok then return nil, err end
  if not plan:is_complete() then return nil, left_open(job_id) end
  local sentences = gate_words({plan = plan, stop = stop.outcome(plan, counts), is_stopped = true},
    {CancelInProgressTask = with_in_progress})
  return {
    told = table.concat(sentences, " "), by_status = (plan.latest and plan.latest.counts or counts).by_status,
  }
end

-- By the service's clock, which may be put right meanwhile.
function Service:pause(at)
  local account, cancel = self.account, self.ours.cancel
  loop.run(function(now)
    local left = at - account:time()
    return left <= 0 or now >= self.ends_at or (cancel ~= nil and cancel.reason ~= nil), now + left
  end, account.config.loop)
  if cancel and cancel.reason then return nil, errors.new {kind = "cancelled", message = cancel.reason} end
  if account:time() >= at then return true end
  return nil, errors.new {kind = "timeout", message = "the deadline passed in a pause between two batches"}
end

local function bound(self, name)
  return function(...) return self[name](self, ...) end
end

--- What one `apply` asks for.
---@param account aliota.Account
---@param ours {deadline: number|nil, cancel: aliota.Canceller|nil, show: boolean|file*|nil, interval: number|nil,
---longest_interval: number|nil}
---@return aliota.RolloutService
function batch_calls.new(account, ours)
  local self = setmetatable({
    account = account, ours = ours, ends_at = loop.now() + (ours.deadline or math.huge),
  }, Service)
  local stream = ours.show == true and io.stderr or ours.show
  local service = {
    time = function() return account:time() end,
    tell = function(rollout, text)
      if stream then stream:write(text, "\n") end
      account:tell("rollout", {rollout = rollout, text = text})
    end,
  }
  for _, name in ipairs {"create", "find", "wait", "stop", "pause"} do service[name] = bound(self, name) end
  return service
end

return batch_calls
