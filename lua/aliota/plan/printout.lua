-- How a plan is printed: what it is for, what it takes, and what became of it.
local coverage = require "aliota.show.report_coverage"
local decimal = require "aliota.util.decimal"
local duration = require "aliota.show.duration"
local number = require "aliota.show.number"
local task_status = require "aliota.api.task_status"
local text = require "aliota.show.text"

local view = {name = "plan", looks = {}}

local function sum(counts)
  local total = 0
  for _, count in pairs(counts) do total = total + count end
  return total
end

local function list_of(counts)
  local parts = {}
  for i, name in ipairs(task_status.sorted(counts)) do
    parts[i] = number.count(counts[name]) .. " " .. text.line(name)
  end
  return table.concat(parts, ", ")
end

local function job_ids(plan)
  local ids, is_listed = {}, {}
  for _, batch in ipairs(plan.batches) do
    if not is_listed[batch.JobId] then ids[#ids + 1] = batch.JobId end
    is_listed[batch.JobId] = true
  end
  return ids
end

-- What it is for -----------------------------------------------------------------------------------------------------

local STATUS_COLUMNS = {{elastic = 11}, {align = "right"}, {align = "right"}, {bar = true}}

local function draw_tasks(plan, page)
  local total, names, counts, rows = sum(plan.by_status), task_status.sorted(plan.by_status), {}, {}
  for i, name in ipairs(names) do counts[i] = plan.by_status[name] end
  local percents = number.percents(counts, total)
  for i, name in ipairs(names) do
    local colour = task_status.of(name).colour
    rows[i] = {
      {text = text.line(name), colour = colour}, number.count(counts[i]), percents[i],
      {text = number.share(counts[i], total) or 0, colour = colour},
    }
  end
  page:grid(STATUS_COLUMNS, rows)
  if next(plan.left_out) then
    local operation = plan.kind.operation
    local why = operation.takes and ("Left out: %s. %s does not take them.") or "Left alone: %s."
    page:blank()
    page:say(why:format(list_of(plan.left_out), operation.name), "dim")
  end
end

-- What it takes ------------------------------------------------------------------------------------------------------

local CALL_COLUMNS = {{elastic = 16}, {align = "right"}, {align = "right"}, {elastic = 10, spare = 1}}

local function draw_calls(plan, page)
  local calls, rows, seconds = plan:calls(), {}, 0
  for i, call in ipairs(calls) do
    local pace = call.per_second and ("at most %s a second"):format(decimal.text(call.per_second)) or "not paced"
    rows[i] = {
      call.operation.name, number.of(call.count, "call"), call.seconds and duration.text(call.seconds) or number.NONE,
      {text = pace, colour = "dim"},
    }
    seconds = math.max(seconds, call.seconds or 0)
  end
  if #rows == 0 then return end
  page:blank()
  page:grid(CALL_COLUMNS, rows)
  local least = seconds >= 1 and ("The quota makes it take %s or more."):format(duration.text(seconds))
  page:say(least or "The quota does not slow it down.", "dim")
end

-- What became of it --------------------------------------------------------------------------------------------------

local OUTCOMES = {
  {state = "done", name = "done", colour = "green"},
  {state = "moved", name = "moved on", colour = "dim"},
  {state = "unknown", name = "unknown", colour = "red", note = "the answer was lost"},
  {state = "sending", name = "interrupted", colour = "red", note = "no answer was waited for"},
  {state = "to_do", name = "to do", colour = "yellow"},
}

-- For what moved on, where to; for what is done, what became of it, or how much of that is known only by looking.
local function note_on(plan, outcome)
  local states = {}
  for _, item in ipairs(plan.items) do
    if item.state == outcome.state and item.seen then states[item.seen] = (states[item.seen] or 0) + 1 end
  end
  local count = sum(states)
  if outcome.state == "moved" or (outcome.state == "done" and plan.kind.ends) then return "now " .. list_of(states) end
  if outcome.state ~= "done" then return outcome.note or "" end
  return count > 0 and ("%s of them by the look of the tasks"):format(number.count(count)) or ""
end

local OUTCOME_COLUMNS = {{}, {align = "right"}, {elastic = 12}}

-- Of a whole batch, each call by itself.
local function note_on_call(item)
  if item.state == "moved" then return "the batch has nothing left for it: " .. text.line(item.seen) end
  if not item.counts then return item.state == "done" and "no further devices" or "" end
  local counts = {}
  for status, count in pairs(item.counts) do
    counts[status] = count > 0 and (task_status.IS_OPEN[status] or status == "CANCELED") and count or nil
  end
  return next(counts) and "now " .. list_of(counts) or "now none"
end

local CALL_OUTCOME_COLUMNS = {{elastic = 16}, {}, {elastic = 12}}

local function draw_call_outcomes(plan, page)
  local rows = {}
  for i, item in ipairs(plan.items) do
    for _, outcome in ipairs(OUTCOMES) do
      if item.state == outcome.state then
        rows[i] = {
          plan.kind:operation_of(item).name, {text = outcome.name, colour = outcome.colour},
          {text = note_on_call(item), colour = "dim"},
        }
      end
    end
  end
  page:blank()
  page:grid(CALL_OUTCOME_COLUMNS, rows)
end

local function draw_outcome(plan, page, counts)
  if not plan.kind.list then return draw_call_outcomes(plan, page) end
  local rows = {}
  for _, outcome in ipairs(OUTCOMES) do
    if counts[outcome.state] > 0 then
      rows[#rows + 1] = {
        {text = outcome.name, colour = outcome.colour}, number.count(counts[outcome.state]),
        {text = note_on(plan, outcome), colour = "dim"},
      }
    end
  end
  page:blank()
  page:grid(OUTCOME_COLUMNS, rows)
end

local function verdict(plan, counts)
  if #plan.items == 0 then return "There is nothing to do.", "dim" end
  if counts.to_do == #plan.items then return "Nothing is changed before plan:apply().", "bold" end
  if plan:is_complete() then return "The plan is complete.", "green" end
  if counts.to_do == 0 and plan.kind.once then
    return "plan:apply() finds out what is unknown, later: once lost calls can't arrive any more.", "yellow"
  end
  return "The plan is not complete; plan:apply() goes on with it.", "yellow"
end

---@param plan aliota.Plan
---@param page aliota.Canvas
function view.draw(plan, page)
  local counts = plan:counts()
  page:title(("%s %s"):format(plan.kind.verb, number.of(sum(plan.by_status), "task")), job_ids(plan))
  draw_tasks(plan, page)
  if counts.to_do < #plan.items then draw_outcome(plan, page, counts) end
  draw_calls(plan, page)
  page:blank()
  if plan.coverage then
    local sentence, is_warning = coverage.sentence(plan.coverage)
    page:say(sentence, is_warning and "yellow" or "dim")
  end
  page:say(verdict(plan, counts))
end

return view
