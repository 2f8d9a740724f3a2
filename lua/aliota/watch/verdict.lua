-- What waiting for a batch came to: for a pipeline an exit code, for a person a sentence and the last figures.
local duration = require "aliota.show.duration"
local exit_codes = require "aliota.watch.exit_codes"
local gate = require "aliota.watch.gate"
local metatable = require "aliota.report.metatable"
local number = require "aliota.show.number"
local summary = require "aliota.report.summary"
local task_status = require "aliota.api.task_status"
local text = require "aliota.show.text"
local utc = require "aliota.util.utc"

local verdict = {}

-- How the sentence begins.
local OUTCOMES = {
  done = {label = "DONE", colour = "green"},
  gate = {label = "STOPPED", colour = "red"},
  timeout = {label = "TIME-OUT", colour = "yellow"},
  error = {label = "ERROR", colour = "red"},
  canceled = {label = "CANCELED", colour = "yellow"},
}

-- A gate that was to stop the batch, and could not: who waits for the exit code is to see to it.
local UNSTOPPED = {label = "NOT STOPPED", colour = "red"}

---@class aliota.Verdict: aliota.Report
---@field JobId string
---@field outcome "done"|"gate"|"timeout"|"error"|"canceled"
---@field exit_code integer            0 done, 1 gate, 2 time-out, 3 error, 4 canceled, 5 a gate whose batch was to be
---                                    stopped, and goes on
---@field broken aliota.Breach|nil     of a gate: the limit that was broken
---@field err aliota.Error|any         of an error, or a time-out that has come; of a gate: why the batch goes on, or
---                                    what on_gate has returned behind nil
---@field plan aliota.Plan|nil         of a gate with on_gate: what stops the batch
---@field stop aliota.Stop|nil         of a gate: what the plan has done, as far as a look at the batch has shown
---@field reaction string[]|nil        of a gate with on_gate: what was done, in sentences
---@field counts aliota.Counts|nil     what was last seen, of a gate after it was acted upon; nil where nothing was
---@field job table|nil                what QueryOTAJob then said (Data)
---@field age number|nil               of these, in seconds
---@field seconds number               that it took
---@field looks integer

---@class aliota.Stop what became of a batch that was to be stopped
---@field canceled integer   tasks that have been canceled since the gate broke
---@field under_way integer  that are being installed (IN_PROGRESS)
---@field left integer       that were to be canceled, and are open
---@field retries integer    that failed, and that the service may try again by itself (RetryCount)

---@class aliota.Reaction what was done about a broken gate
---@field plan aliota.Plan|nil
---@field err any
---@field stop aliota.Stop|nil
---@field is_stopped boolean  false: the batch was to be stopped, and goes on
---@field latest {counts: aliota.Counts, job: table, figures: aliota.Summary}|nil  how the batch looked afterwards
---@field sentences string[]

-- Sentences -----------------------------------------------------------------------------------------------------------

local function results(figures)
  local by_status = figures.by_status
  return ("%s of %s succeeded, %s failed, %s canceled"):format(number.count(by_status.SUCCEEDED),
    number.of(figures.total, "task"), number.count(by_status.FAILED), number.count(by_status.CANCELED))
end

local function open_by_status(figures)
  local parts = {}
  for _, name in ipairs(task_status.OPEN) do
    local count = figures.by_status[name]
    if count > 0 then parts[#parts + 1] = name .. " " .. number.count(count) end
  end
  return ("%s open (%s)"):format(number.of(figures.open, "task is", "tasks are"), table.concat(parts, ", "))
end

-- What a batch waits for that nobody sees in its figures.
local function what_it_waits_for(job, figures)
  local list = {}
  if job.JobStatus == "PLANNED" then
    local at = utc.parse(job.UtcScheduleTime)
    list[1] = at and ("The batch does not begin before %s UTC."):format(utc.text(at)) or "The batch has not begun."
  end
  if figures.by_status.CONFIRM > 0 then
    list[#list + 1] = ("%s to be confirmed (ConfirmOTATask)."):format(number.of(figures.by_status.CONFIRM, "task has",
      "tasks have"))
  end
  local rest = figures.total - figures.settled - figures.open
  if rest > 0 then
    list[#list + 1] = number.of(rest, "task is", "tasks are") .. " in states that this version does not know."
  end
  if job.SelectionType == "DYNAMIC" then
    list[#list + 1] = "The batch is dynamic: it takes further devices until CancelOTAStrategyByJob."
  end
  return list
end

local SAY = {}

function SAY.done(_, figures)
  return figures.total == 0 and "The batch has no tasks." or results(figures) .. "."
end

function SAY.gate(seen, figures)
  return gate.text(seen.broken) .. ". " .. results(figures) .. "."
end

function SAY.canceled(_, figures)
  return "The batch was canceled: " .. results(figures) .. "."
end

function SAY.error(seen)
  return text.line(tostring(seen.err))
end

function SAY.timeout(seen, figures)
  if not figures then return text.line(tostring(seen.err)) end
  local sentences = {figures.open > 0 and open_by_status(figures) .. "." or results(figures) .. "."}
  for _, sentence in ipairs(what_it_waits_for(seen.job, figures)) do sentences[#sentences + 1] = sentence end
  local trouble = seen.err and seen.err.cause
  if trouble then sentences[#sentences + 1] = "The last look failed: " .. text.line(tostring(trouble)) end
  return table.concat(sentences, " ")
end

-- The view ------------------------------------------------------------------------------------------------------------

local kind = {name = "verdict"}

local OLD = 60 -- seconds

---@param seen aliota.Verdict
---@param page aliota.Canvas
function kind.draw(seen, page)
  local figures = seen.counts and seen.counts:report()
  local outcome = seen.exit_code == exit_codes.unstopped and UNSTOPPED or OUTCOMES[seen.outcome]
  page:say(("%s after %s"):format(outcome.label, duration.text(seen.seconds)), outcome.colour)
  page:say(SAY[seen.outcome](seen, figures))
  for _, sentence in ipairs(seen.reaction or {}) do page:say(sentence, outcome.colour) end
  if seen.age and seen.age >= OLD then
    page:say(("What follows was seen %s before."):format(duration.text(seen.age)), "yellow")
  end
  page:blank()
  if figures then summary.draw(figures, page) end
end

local META = metatable(kind)

local function note_look(seen, look, age)
  seen.counts, seen.job, seen.age, seen.coverage = look.counts, look.job, age, look.figures.coverage
end

--- Makes a verdict.
---@param facts table  the fields above, with `look`, the last one, in place of what is told of it
---@return aliota.Verdict
function verdict.new(facts)
  local look = facts.look
  local seen = {
    JobId = facts.JobId, outcome = facts.outcome, exit_code = exit_codes[facts.outcome], broken = facts.broken,
    err = facts.err, seconds = facts.seconds, looks = facts.looks,
    coverage = {caveat = ("Nothing is known of batch %s."):format(text.line(facts.JobId))},
  }
  if look then note_look(seen, look, facts.seconds - look.seconds) end
  return setmetatable(seen, META)
end

--- Notes what was done about a broken gate.
---@param seen aliota.Verdict
---@param reaction aliota.Reaction
function verdict.react(seen, reaction)
  seen.plan, seen.err, seen.stop, seen.reaction = reaction.plan, reaction.err, reaction.stop, reaction.sentences
  if not reaction.is_stopped then seen.exit_code = exit_codes.unstopped end
  if reaction.latest then note_look(seen, reaction.latest, 0) end
end

return verdict
