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

-- How the sentence begins.
local OUTCOMES = {
  done = {label = "DONE", colour = "green"},
  gate = {label = "STOPPED", colour = "red"},
  timeout = {label = "TIME-OUT", colour = "yellow"},
  error = {label = "ERROR", colour = "red"},
  canceled = {label = "CANCELED", colour = "yellow"},
}

---@class aliota.Verdict: aliota.Report
---@field JobId string
---@field outcome "done"|"gate"|"timeout"|"error"|"canceled"
---@field exit_code integer            0 done, 1 gate, 2 time-out, 3 error, 4 canceled
---@field broken aliota.Breach|nil     of a gate: the limit that was broken
---@field err aliota.Error|nil         of an error, or a time-out that has come
---@field counts aliota.Counts|nil     what was last seen; nil where nothing was
---@field job table|nil                what QueryOTAJob then said (Data)
---@field age number|nil               of these, in seconds
---@field seconds number               that it took
---@field looks integer

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
local function what_it_waits_for(verdict, figures)
  local job, list = verdict.job, {}
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

function SAY.gate(verdict, figures)
  return gate.text(verdict.broken) .. ". " .. results(figures) .. "."
end

function SAY.canceled(_, figures)
  return "The batch was canceled: " .. results(figures) .. "."
end

function SAY.error(verdict)
  return text.line(tostring(verdict.err))
end

function SAY.timeout(verdict, figures)
  if not figures then return text.line(tostring(verdict.err)) end
  local sentences = {figures.open > 0 and open_by_status(figures) .. "." or results(figures) .. "."}
  for _, sentence in ipairs(what_it_waits_for(verdict, figures)) do sentences[#sentences + 1] = sentence end
  local trouble = verdict.err and verdict.err.cause
  if trouble then sentences[#sentences + 1] = "The last look failed: " .. text.line(tostring(trouble)) end
  return table.concat(sentences, " ")
end

-- The view ------------------------------------------------------------------------------------------------------------

local kind = {name = "verdict"}

local OLD = 60 -- seconds

---@param verdict aliota.Verdict
---@param page aliota.Canvas
function kind.draw(verdict, page)
  local outcome, figures = OUTCOMES[verdict.outcome], verdict.counts and verdict.counts:report()
  page:say(("%s after %s"):format(outcome.label, duration.text(verdict.seconds)), outcome.colour)
  page:say(SAY[verdict.outcome](verdict, figures))
  if verdict.age and verdict.age >= OLD then
    page:say(("What follows was seen %s before."):format(duration.text(verdict.age)), "yellow")
  end
  page:blank()
  if figures then summary.draw(figures, page) end
end

local META = metatable(kind)

---@param facts table  the fields above, with `look`, the last one, in place of what is told of it
---@return aliota.Verdict
return function(facts)
  local look = facts.look
  local verdict = {
    JobId = facts.JobId, outcome = facts.outcome, exit_code = exit_codes[facts.outcome], broken = facts.broken,
    err = facts.err, seconds = facts.seconds, looks = facts.looks,
    coverage = {caveat = ("Nothing is known of batch %s."):format(text.line(facts.JobId))},
  }
  if look then
    verdict.counts, verdict.job, verdict.age = look.counts, look.job, facts.seconds - look.seconds
    verdict.coverage = look.figures.coverage
  end
  return setmetatable(verdict, META)
end
