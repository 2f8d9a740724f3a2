-- Waits until a batch is over, or until its success is impossible: what it comes to is a result with an exit code.
local gate = require "aliota.watch.gate"
local looks_at = require "aliota.watch.look_schedule"
local new_verdict = require "aliota.watch.verdict"
local utc = require "aliota.util.utc"

-- Seconds. A clock that is more wrong than that would sign nothing that the service takes.
local MOST_SKEW = 900

-- Whether the batch only begins when the time is over; nothing can change that any more.
local function begins_too_late(looks, look)
  local at = look.job.JobStatus == "PLANNED" and utc.parse(look.job.UtcScheduleTime)
  return at and at - MOST_SKEW >= looks.epoch() + looks.left()
end

-- What a look decides: an outcome and the limit that is broken, or nothing yet.
local function decide(looks, look, limits)
  if look.ended == "canceled" then return "canceled" end
  local broken = gate.broken_by(limits, look)
  if broken then return "gate", broken end
  return look.ended or begins_too_late(looks, look) and "timeout" or nil
end

local function follow(looks, limits)
  while true do
    local look, err = looks:next()
    if not look then return looks.timed_out and "timeout" or "error", nil, err end
    local outcome, broken = decide(looks, look, limits)
    if outcome then return outcome, broken end
  end
end

--- Waits.
---@param parts aliota.WatchParts
---@param job_id string
---@param options {fail_if: table|nil, timeout: number|nil, deadline: number|nil, interval: number|nil,
---longest_interval: number|nil}  seconds
---@return aliota.Verdict
return function(parts, job_id, options)
  local looks = looks_at.new(parts, options)
  local outcome, broken, err = follow(looks, options.fail_if)
  return new_verdict {
    JobId = job_id, outcome = outcome, broken = broken, err = err, look = looks.latest,
    seconds = looks:seconds(), looks = looks.count,
  }
end
