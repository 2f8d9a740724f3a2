-- An update that is rolled out in waves: batches that are created one after the other, each waited for with its gate, a
-- pause between two waves. It can be printed before, stops by itself at a broken gate, and goes on after an interrupt
-- without creating a batch twice: each carries a tag by which it is found again.
local blame = require "aliota.util.blame"
local check_options = require "aliota.util.check_options"
local check_self = require "aliota.util.check_self"
local duration = require "aliota.show.duration"
local errors = require "aliota.api.errors"
local exit_codes = require "aliota.watch.exit_codes"
local gate = require "aliota.watch.gate"
local journal = require "aliota.rollout.wave_journal"
local LATEST_ARRIVAL = require "aliota.plan.latest_arrival"
local log = require "aliota.plan.journal_file"
local merge = require "aliota.util.merge"
local metatable = require "aliota.report.metatable"
local number = require "aliota.show.number"
local options = require "aliota.rollout.wave_options"
local text = require "aliota.show.text"
local time_window = require "aliota.rollout.time_window"
local utc = require "aliota.util.utc"
local waves = require "aliota.rollout.waves"

---@class aliota.Rollout
---@field id string             that the tags of its batches begin with
---@field params table          of CreateOTAStaticUpgradeJob, but for those that choose devices
---@field package aliota.RolloutPackage  as it was when the rollout was planned
---@field unfit aliota.PassedOver        then
---@field busy aliota.BusyDevices        then
---@field waves aliota.Wave[]
---@field window aliota.TimeWindow|nil
---@field CancelInProgressTask boolean|nil  whether a broken gate cancels what is being installed, too
---@field steps aliota.WaveStep[]        its batches; of one: `state` ("to_do"; "creating": `apply` was interrupted;
---"unknown": an answer was lost; "running"; "done"; "broken": its gate, and it is yet to be stopped; "stopped";
---"canceled": by somebody else), JobId, `sent` and `ended` (epoch seconds), by_status, `why` it was stopped, `told`
---(what has happened last, as a sentence)
---@field outcome "done"|"gate"|"timeout"|"error"|"canceled"|nil  how `apply` ended
---@field exit_code integer|nil          the same for a pipeline: 0 done, 1 gate, 2 time-out, 3 error, 4 canceled, 5 a
---gate whose batch could not be stopped yet
---@field verdict aliota.Verdict|nil     on the batch that was last waited for
local Rollout = {}
local VIEW = metatable(require "aliota.rollout.wave_printout")
Rollout.__index = Rollout
Rollout.__name = "aliota.Rollout"
Rollout.__tostring = VIEW.__tostring
Rollout.render = VIEW.__index.render

local rollout = {}

--- The key of the tag that tells a rollout's batches.
rollout.TAG = "aliota.rollout"

local LOOK_AGAIN = 30 -- seconds between two looks for a batch whose creation was lost

---@class aliota.RolloutHost what a rollout is carried out by
---@field log aliota.PlanLog
---@field start fun(ours: table): aliota.RolloutService

--- Makes a rollout of its parts.
---@param parts table  what wave_planner.lua or wave_journal.lua made
---@param host aliota.RolloutHost
---@return aliota.Rollout
function rollout.new(parts, host)
  for name, value in pairs(host) do parts[name] = value end
  return setmetatable(parts, Rollout)
end

-- What has become of batches -----------------------------------------------------------------------------------------

-- Of which wave and batch something is told.
local function name_of(self, step)
  local name = ("wave %d of %d"):format(step.wave.number, #self.waves)
  if (step.wave.devices or 0) > #(step.devices or {}) then name = name .. (", batch %d"):format(step.number) end
  return name
end

-- What the service said may be in it.
local function sentence(self, service, step, what)
  return text.line(("%s UTC: %s: %s"):format(utc.text(service.time()), name_of(self, step), what))
end

-- Tells what happens, and changes nothing.
local function tell(self, service, step, what)
  local told = sentence(self, service, step, what)
  local ok, err = log.write(self.log, journal.event(nil, nil, {told = told}))
  if not ok then return nil, err end
  service.tell(self, told)
  return true
end

-- Notes what has become of a batch, and tells it.
local function mark(self, service, step, state, facts, what)
  facts.told = sentence(self, service, step, what)
  local ok, err = log.write(self.log, journal.event(step.number, state, facts))
  if not ok then return nil, err end
  step.state = state
  for name, value in pairs(facts) do step[name] = value end
  service.tell(self, facts.told)
  return true
end

--- Whether all its batches are over, as they should be.
---@return boolean
function Rollout:is_complete()
  check_self(self, Rollout, "rollout:is_complete")
  for _, step in ipairs(self.steps) do
    if step.state ~= "done" then return false end
  end
  return true
end

--- The rollout and what became of it so far, as text that `client:resume_rollout {text = …}` takes.
---@return string
function Rollout:journal()
  check_self(self, Rollout, "rollout:journal")
  return journal.text(self)
end

-- A batch from state to state ----------------------------------------------------------------------------------------
-- Each returns true when it is in another state, or may be in a while; or nil and why it is to be left alone now.

local ACT = {}

local function tag_of(self, step)
  return {Key = rollout.TAG, Value = ("%s.%d"):format(self.id, step.number)}
end

--- The parameters of CreateOTAStaticUpgradeJob for one of the batches.
---@param parts table  of the rollout
---@param step aliota.WaveStep
---@return table
function rollout.params_of(parts, step)
  local tags = {}
  for i, tag in ipairs(parts.params.Tag or {}) do tags[i] = tag end
  tags[#tags + 1] = tag_of(parts, step)
  return merge(parts.params, waves.selection(step), {Tag = tags})
end

-- When a batch may be created, and why not before.
local function begins_at(self, step, now)
  local before, at, why = self.steps[step.number - 1], now, nil
  local soak = before and before.wave ~= step.wave and before.wave.soak
  if soak and before.ended + soak > now then
    at, why = before.ended + soak, duration.text(soak) .. " after the wave before"
  end
  local opens = time_window.opens(self.window, at)
  if opens > at then at, why = opens, "between " .. self.window.text end
  return at, why
end

local function create(self, service, step)
  local job_id, err = service.create(rollout.params_of(self, step), function()
    local _, obstacle = mark(self, service, step, "creating", {sent = service.time()},
      "creates a batch for " .. waves.words(step.wave))
    return obstacle
  end)
  if job_id then return mark(self, service, step, "running", {JobId = job_id}, "batch " .. job_id .. " is created") end
  if step.state == "to_do" then return nil, err end -- nothing went out
  if err.may_have_run then
    return mark(self, service, step, "unknown", {}, "the answer was lost: " .. err.message)
  end
  local ok, problem = mark(self, service, step, "to_do", {}, "no batch was created: " .. err.message)
  return nil, ok and err or problem
end

function ACT.to_do(self, service, step)
  local now = service.time()
  local at, why = begins_at(self, step, now)
  if at <= now then return create(self, service, step) end
  local ok, err = tell(self, service, step, ("begins at %s UTC, %s"):format(utc.text(at), why))
  if not ok then return nil, err end
  return service.pause(at)
end

-- A batch that was created is among those of the package. One that is not there may come as long as the call may.
local function find(self, service, step)
  local job_id, err = service.find(self.params, tag_of(self, step))
  if job_id == nil then return nil, err end
  if job_id then
    return mark(self, service, step, "running", {JobId = job_id}, ("batch %s is found by its tag"):format(job_id))
  end
  local now, certain_at = service.time(), step.sent + LATEST_ARRIVAL
  if now > certain_at then return mark(self, service, step, "to_do", {}, "there is no batch, and none can come") end
  local ok, problem = tell(self, service, step, ("there is no batch yet; until %s UTC one may come"):format(
    utc.text(certain_at)))
  if not ok then return nil, problem end
  return service.pause(math.min(certain_at + 1, now + LOOK_AGAIN))
end

ACT.creating, ACT.unknown = find, find

local function results(by_status)
  return ("%s succeeded, %s failed, %s canceled"):format(number.of(by_status.SUCCEEDED, "task"),
    number.count(by_status.FAILED), number.count(by_status.CANCELED))
end

local function facts_of(service, verdict)
  return {ended = service.time(), by_status = verdict.counts and verdict.counts.by_status}
end

local CONCLUDE = {}

function CONCLUDE.done(self, service, step, verdict)
  return mark(self, service, step, "done", facts_of(service, verdict), "done: " .. results(verdict.counts.by_status))
end

function CONCLUDE.gate(self, service, step, verdict)
  local facts = facts_of(service, verdict)
  facts.why = gate.text(verdict.broken)
  return mark(self, service, step, "broken", facts, facts.why)
end

function CONCLUDE.canceled(self, service, step, verdict)
  return mark(self, service, step, "canceled", facts_of(service, verdict), "the batch was canceled")
end

function CONCLUDE.timeout(_, _, step, verdict)
  return nil, errors.new {
    kind = "timeout", message = ("batch %s is not over"):format(step.JobId), cause = verdict.err,
    hint = "rollout:apply() goes on waiting for it",
  }
end

function CONCLUDE.error(_, _, _, verdict) return nil, verdict.err end

function ACT.running(self, service, step)
  local verdict = service.wait(step.JobId, self.params, {fail_if = step.wave.gate, timeout = step.wave.timeout})
  self.verdict = verdict
  return CONCLUDE[verdict.outcome](self, service, step, verdict)
end

function ACT.broken(self, service, step)
  local stopped, err = service.stop(step.JobId, self)
  if not stopped then return nil, err end
  return mark(self, service, step, "stopped", {by_status = stopped.by_status}, "the batch is stopped. " .. stopped.told)
end

-- The end ------------------------------------------------------------------------------------------------------------

-- States that nothing leads out of, and the codes of their errors.
local FINAL = {stopped = "GateBroken", canceled = "BatchCanceled"}

local function final_error(self, step)
  local why = step.why or "somebody has canceled it"
  return errors.new {
    code = FINAL[step.state], message = ("%s, batch %s: %s"):format(name_of(self, step), tostring(step.JobId), why),
  }
end

local function carry_out(self, service)
  for _, step in ipairs(self.steps) do
    while step.state ~= "done" do
      if FINAL[step.state] then return nil, final_error(self, step) end
      local ok, err = ACT[step.state](self, service, step)
      if not ok then return nil, err end
    end
  end
  return self
end

local OUTCOMES = {GateBroken = "gate", BatchCanceled = "canceled"}

local function outcome_of(err)
  if not err then return "done" end
  return OUTCOMES[err.code] or err.kind == "timeout" and "timeout" or "error"
end

-- A batch that was to be stopped and goes on is to be seen to, whatever the reason.
local function exit_code_of(self, outcome)
  for _, step in ipairs(self.steps) do
    if step.state == "broken" then return exit_codes.unstopped end
  end
  return exit_codes[outcome]
end

--- Carries the rollout out: creates batch after batch, waits for each, pauses, and stops at a broken gate, where it
--- cancels what no device of the batch has begun (with CancelInProgressTask all that is open). It can be called again
--- after an error or an interrupt, also in another process with the journal, and goes on where it was; once a gate is
--- broken, or somebody has canceled a batch, it returns the same error and sends nothing.
---@param ours aliota.RolloutApplyOptions|nil  deadline: for all of it
---@return aliota.Rollout|nil  once it is complete
---@return aliota.Error|nil    with the code GateBroken or BatchCanceled where it is stopped; see exit_code
function Rollout:apply(ours)
  check_self(self, Rollout, "rollout:apply")
  local read, misuse = check_options.read(ours, options.APPLY)
  if not read then blame("apply: " .. misuse) end
  local ok, err = carry_out(self, self.start(read))
  self.outcome = outcome_of(err)
  self.exit_code = exit_code_of(self, self.outcome)
  return ok, err
end

return rollout
