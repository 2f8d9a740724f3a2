-- Waits until a batch is over, or until its success is impossible: what it comes to is a result with an exit code.
local gate = require "aliota.watch.gate"
local looks_at = require "aliota.watch.looks"
local new_verdict = require "aliota.watch.verdict"

-- What a look decides: an outcome and the limit that is broken, or nothing yet.
local function decide(look, limits)
  if look.ended == "canceled" then return "canceled" end
  local broken = gate.broken_by(limits, look)
  if broken then return "gate", broken end
  return look.ended
end

local function failed(looks, err)
  return looks.timed_out and "timeout" or "error", nil, err
end

local function follow(looks, limits)
  while true do
    local look, err = looks:next()
    if not look then return failed(looks, err) end
    local outcome, broken = decide(look, limits)
    if outcome then return outcome, broken end
  end
end

--- Waits.
---@param parts aliota.WatchParts
---@param job_id string
---@param options {fail_if: table|nil, timeout: number|string|nil, interval: number|string|nil,
---longest_interval: number|string|nil}
---@return aliota.Verdict
return function(parts, job_id, options)
  local looks = looks_at.new(parts, options)
  local outcome, broken, err = follow(looks, options.fail_if)
  return new_verdict {
    JobId = job_id, outcome = outcome, broken = broken, err = err, look = looks.latest,
    seconds = looks:seconds(), looks = looks.count,
  }
end
