-- Waits for a batch, and acts when its gate breaks: what can still be canceled is, by a plan with its journal.
local errors = require "aliota.api.errors"
local gate_words = require "aliota.plan.gate_words"
local log = require "aliota.plan.journal_file"
local planner = require "aliota.plan.planner"
local stop = require "aliota.plan.stop"
local verdict = require "aliota.watch.verdict"
local watch = require "aliota.watch"

-- Seconds that acting may take where the wait's time-out is nearer: a gate that breaks late is acted upon, too.
local GRACE = 60

local function seconds_for(ours, seen)
  local timeout = math.min(ours.timeout or math.huge, ours.deadline or math.huge)
  return timeout < math.huge and math.max(timeout - seen.seconds, GRACE) or nil
end

-- What the world does to a function of the caller's may be returned behind nil, or raised. Its bugs, and ^C, are not
-- ours to catch.
local function ask(f, client, seen, plan)
  local ok, result, err = pcall(f, client, seen, plan)
  if ok then return not result and err or nil end
  if not errors.is(result) then error(result, 0) end
  return result
end

-- Why it went wrong, if it did.
local function act(client, ours, seen, plan)
  if type(ours.on_gate) == "function" then return ask(ours.on_gate, client, seen, plan) end
  if ours.on_gate == "plan" then return nil end
  return select(2, plan:apply {deadline = seconds_for(ours, seen), cancel = ours.cancel})
end

-- What was begun must have come to its end.
local function is_stopped(plan, err)
  local counts = plan and plan:counts()
  return err == nil and (counts.to_do == #plan.items and not plan.latest or plan:is_complete())
end

local function react(client, flat, ours, seen)
  local before = seen.counts
  local plan, err = planner.of_parts(client.account, stop.parts(seen, flat, ours.CancelInProgressTask), ours.journal)
  seen.plan = plan
  if plan then err = act(client, ours, seen, plan) end
  local reaction = {
    plan = plan, err = err, stop = plan and stop.outcome(plan, before), is_stopped = is_stopped(plan, err),
    latest = plan and plan.latest,
  }
  reaction.sentences = gate_words(reaction, ours)
  verdict.react(seen, reaction)
end

--- Waits.
---@param client aliota.Client
---@param flat table<string, string>
---@param ours table  checked options, with on_gate
---@return aliota.Verdict
return function(client, flat, ours)
  local _, problem = log.new(ours.journal) -- better now than when the gate breaks
  if problem then
    return verdict.new {JobId = flat.JobId, outcome = "error", err = problem, seconds = 0, looks = 0}
  end
  local seen = watch.wait(client.account, flat, ours)
  if seen.outcome == "gate" then react(client, flat, ours, seen) end
  return seen
end
