-- Waits until a batch is over, or until its success is impossible: what it comes to is a result with an exit code.
local batch_poller = require "aliota.watch.batch_poller"
local gate = require "aliota.watch.gate"
local verdict = require "aliota.watch.verdict"
local utc = require "aliota.util.utc"

-- Seconds. A clock that is more wrong than that would sign nothing that the service takes.
local MOST_SKEW = 900

-- Whether the batch only begins when the time is over; nothing can change that any more.
local function begins_too_late(poller, look)
  local at = look.job.JobStatus == "PLANNED" and utc.parse(look.job.UtcScheduleTime)
  return at and at - MOST_SKEW >= poller.epoch() + poller.timer.seconds_left()
end

-- What a look decides: an outcome and the limit that is broken, or nothing yet.
local function decide(poller, look, limits)
  if look.ending == "canceled" then return "canceled" end
  local breach = gate.breach_of(limits, look)
  if breach then return "gate", breach end
  return look.ending or begins_too_late(poller, look) and "timeout" or nil
end

local function poll(poller, limits)
  while true do
    local look, err = poller:next()
    if not look then return poller.timer.timed_out and "timeout" or "error", nil, err end
    local outcome, breach = decide(poller, look, limits)
    if outcome then return outcome, breach end
  end
end

--- Waits.
---@param parts aliota.WatchParts
---@param job_id string
---@param options {fail_if: table|nil, timeout: number|nil, deadline: number|nil, interval: number|nil,
---longest_interval: number|nil}  seconds
---@return aliota.Verdict
return function(parts, job_id, options)
  local poller = batch_poller.new(parts, options)
  local outcome, breach, err = poll(poller, options.fail_if)
  return verdict.new {
    JobId = job_id, outcome = outcome, broken = breach, err = err, look = poller.latest,
    seconds = poller.timer:seconds(), looks = poller.count,
  }
end
