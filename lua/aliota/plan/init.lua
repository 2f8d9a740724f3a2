-- A change to many tasks that is planned before it is made: it can be printed, is made call by call, looks at tasks
-- right before, stops at the first odd answer, and goes on later without doing anything twice.
local batch_steps = require "aliota.plan.batch_steps"
local blame = require "aliota.util.blame"
local check_options = require "aliota.util.check_options"
local check_self = require "aliota.util.check_self"
local item_states = require "aliota.plan.item_states"
local journal = require "aliota.plan.journal"
local judge = require "aliota.plan.judge"
local limits = require "aliota.util.limit_options"
local metatable = require "aliota.report.metatable"
local rate = require "aliota.quota.rate"
local rounds = require "aliota.plan.rounds"

---@class aliota.PlanItem a task, or with the kind "cancel_batch" a call for all of a batch
---@field number integer        in the plan, from 1
---@field batch table           what it has in common with others, by the names of parameters
---@field TaskId string|nil     as is what follows: of the task when it was planned
---@field DeviceName string|nil
---@field TaskStatus string|nil
---@field UtcModified string|nil
---@field state "to_do"|"sending"|"done"|"moved"|"unknown"  sending: `apply` was interrupted; moved: it was not done, as
---                             the task has moved on; unknown: whether it was done, nobody can tell yet
---@field sent number|nil       epoch seconds of the latest call
---@field seen string|nil       TaskStatus that it was found in by a look that decided its state; "gone": not in its
---                             batch; of a whole batch that has ended, its JobStatus
---@field action string|nil     of a whole batch: the operation
---@field counts table<string, integer>|nil  of a whole batch: how many tasks it has in which state, seen after the call

---@class aliota.Plan
---@field private kind aliota.PlanKind
---@field items aliota.PlanItem[]
---@field batches table[]
---@field by_status table<string, integer>  how many tasks it is for, by their TaskStatus when it was planned
---@field left_out table<string, integer>   tasks that it was asked for, and is not: TaskStatus → how many
---@field where string|nil  which tasks were asked for, in words; nil where they were given
---@field coverage aliota.ReportCoverage|nil  of the listing that it is made of
---@field private calls_a_second fun(operation: aliota.Operation): number|nil  that the quota allows; nil: any number
---@field latest {counts: aliota.Counts, job: table, figures: aliota.Summary}|nil  for a whole batch: what it was last
---seen to have, in this process
---@field render fun(self: aliota.Plan, options: aliota.RenderOptions|nil): string  what it prints as, of a width and
---with colours or without
local Plan = {}
local VIEW = metatable(require "aliota.plan.printout")
Plan.__index = Plan
Plan.__name = "aliota.Plan"
Plan.__tostring = VIEW.__tostring
Plan.render = VIEW.__index.render

local plan = {}
local mark = item_states.mark

---@class aliota.PlanHost what a plan is carried out by
---@field log aliota.PlanLog
---@field start fun(ours: {deadline: number|nil, cancel: aliota.Canceller|nil}): aliota.PlanService
---@field calls_a_second fun(operation: aliota.Operation): number|nil

--- Makes a plan of its parts.
---@param parts table  what plan/build.lua or plan/journal.lua made
---@param host aliota.PlanHost
---@return aliota.Plan
function plan.new(parts, host)
  for name, value in pairs(host) do parts[name] = value end
  return setmetatable(parts, Plan)
end

-- What has become of items -------------------------------------------------------------------------------------------

--- How many items are in which state.
---@return {to_do: integer, sending: integer, done: integer, moved: integer, unknown: integer}
function Plan:counts()
  check_self(self, Plan, "plan:counts")
  local counts = {to_do = 0, sending = 0, done = 0, moved = 0, unknown = 0}
  for _, item in ipairs(self.items) do counts[item.state] = counts[item.state] + 1 end
  return counts
end

--- Whether nothing is left to do, nor to find out.
---@return boolean
function Plan:is_complete()
  check_self(self, Plan, "plan:is_complete")
  local counts = self:counts()
  return counts.done + counts.moved == #self.items
end

---@class aliota.PlanCalls
---@field operation {name: string}
---@field count integer
---@field per_second number|nil  nil: nothing is paced
---@field seconds number|nil     until the last of them may go out, by the quota

--- The calls that what is left to do takes: those that look, and those that change something.
---@return aliota.PlanCalls[]
function Plan:calls()
  check_self(self, Plan, "plan:calls")
  local list = {}
  for _, calls in ipairs(rounds.requests(self.kind, item_states.of(self.items, "to_do", "sending", "unknown"))) do
    calls.per_second = self.calls_a_second(calls.operation)
    calls.seconds = calls.per_second and rate.seconds(calls.count, calls.per_second)
    if calls.count > 0 then list[#list + 1] = calls end
  end
  return list
end

--- The plan and what became of it so far, as text that `client:resume_plan {text = …}` takes.
---@return string
function Plan:journal()
  check_self(self, Plan, "plan:journal")
  return journal.text(self)
end

-- Looking ------------------------------------------------------------------------------------------------------------

-- Judges each item by its task; returns them by their new state and what was seen.
local function outcomes_of(self, service, items)
  local names, by_outcome = {}, {}
  for i, item in ipairs(items) do names[i] = item.DeviceName end
  local tasks, now = service.look(items[1].batch, names), service.time()
  for _, item in ipairs(items) do
    local name, task = tasks:next()
    if name == nil then return nil, task end
    local state, status = judge(self.kind, item, task, now), task and task.TaskStatus or "gone"
    if state ~= item.state then
      local key = state .. " " .. status
      by_outcome[key] = by_outcome[key] or {state = state, seen = status, items = {}}
      table.insert(by_outcome[key].items, item)
    end
  end
  tasks:close()
  return by_outcome
end

-- Finds out which items are still to be done.
local function look(self, service, items)
  local by_outcome, err = outcomes_of(self, service, items)
  if not by_outcome then return nil, err end
  for _, outcome in pairs(by_outcome) do
    local ok, problem = mark(self, outcome.items, outcome.state, {seen = outcome.seen})
    if not ok then return nil, problem end
  end
  return true
end

-- Sending ------------------------------------------------------------------------------------------------------------

local function parameters_of(kind, operation, items)
  local params = {}
  for name in pairs(operation.params) do params[name] = items[1].batch[name] end
  if not kind.list then return params end
  params[kind.list] = {}
  for i, item in ipairs(items) do params[kind.list][i] = item[kind.member] end
  return params
end

local send, task_steps = nil, {}

-- Tasks that moved on between the look and the call are an answer to why it was refused, and the rest is sent without
-- them. Anything else is odd.
function task_steps.after_refusal(self, service, items, err)
  local ok, problem = mark(self, item_states.of(items, "sending"), "to_do")
  if not ok then return nil, problem end
  if err.kind ~= "api" then return nil, err end
  ok, problem = look(self, service, items)
  if not ok then return nil, problem end
  local rest = item_states.of(items, "to_do")
  if #rest == #items then return nil, err end
  return #rest == 0 or send(self, service, rest)
end

-- Whether it was done can be seen where it was. Where it can't, it stays unknown, and that is no reason for another
-- error.
function task_steps.after_loss(self, service, items, err)
  local ok, problem = mark(self, items, "unknown")
  if not ok then return nil, problem end
  look(self, service, items)
  return nil, err
end

function task_steps.after_yes(self, service, items)
  if not self.kind.ends then return mark(self, items, "done") end
  local ok, problem = look(self, service, items)
  if ok then return true end
  mark(self, items, "unknown")
  return nil, problem
end

-- What waits for its turn is not being sent yet: an interrupt meanwhile leaves nothing in doubt.
function send(self, service, items)
  local operation = self.kind:operation_of(items[1])
  local steps = self.kind.list and task_steps or batch_steps
  local answer, err = service.act(operation, parameters_of(self.kind, operation, items), function()
    local _, obstacle = mark(self, items, "sending", {sent = service.time()})
    return obstacle
  end)
  if answer then return steps.after_yes(self, service, items) end
  return (err.may_have_run and steps.after_loss or steps.after_refusal)(self, service, items, err)
end

-- Applying -----------------------------------------------------------------------------------------------------------

-- One look, or a few at once, and the calls that it is right before.
local function apply_round(self, service, items)
  local ok, problem = look(self, service, items)
  if not ok then return nil, problem end
  for _, chunk in ipairs(rounds.calls(self.kind, item_states.of(items, "to_do"))) do
    ok, problem = send(self, service, chunk)
    service.tell(self)
    if not ok then return nil, problem end
  end
  return true
end

--- Makes the change: looks at the tasks that are left, sends those that are still as planned, and stops at the first
--- answer that is not yes, unless tasks that have moved on explain it; of calls for a whole batch it makes all, and
--- returns the first error. What was done is not done again, so it can be called until the plan is complete, also
--- after an error or an interrupt, also in another process with the journal.
---@param options aliota.LimitOptions|nil
---@return aliota.Plan|nil  that nothing more can be done of now; see is_complete
---@return aliota.Error|nil
function Plan:apply(options)
  check_self(self, Plan, "plan:apply")
  local ours, misuse = check_options.read(options, limits)
  if not ours then blame("apply: " .. misuse) end
  local ok, problem = mark(self, item_states.of(self.items, "sending"), "unknown") -- where an interrupt has left it
  if not ok then return nil, problem end
  local service = self.start(ours)
  local carry_out = self.kind.list and apply_round or batch_steps.apply
  for _, items in ipairs(rounds.of(self.kind, item_states.of(self.items, "to_do", "unknown"))) do
    ok, problem = carry_out(self, service, items, send)
    if not ok then return nil, problem end
  end
  return self
end

return plan
