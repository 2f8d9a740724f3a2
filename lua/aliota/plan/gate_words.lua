-- What was done about a broken gate, in sentences.
local cancels = require "aliota.plan.cancel_switches"
local number = require "aliota.show.number"
local phrases = require "aliota.watch.phrases"
local shown = require "aliota.util.shown"
local text = require "aliota.show.text"

-- The item that ends what a dynamic batch takes, if there is one.
local function strategy_of(plan)
  local first = plan.items[1]
  return first and first.action == "CancelOTAStrategyByJob" and first or nil
end

local function planned(plan)
  if #plan.items == 0 then return {"Nothing is left to cancel."} end
  local list, under_way = {}, plan.left_out.IN_PROGRESS
  if strategy_of(plan) then list[1] = "The batch would take no further devices." end
  local count, states = cancels.count(plan.batches[1], plan.by_status), phrases.states(plan.by_status)
  list[#list + 1] = ("%s would be canceled%s."):format(number.of(count, "task"),
    count > 0 and " (" .. states .. ")" or "")
  if under_way then
    list[#list + 1] = number.of(under_way, "task is", "tasks are") .. " being installed and would go on."
  end
  list[#list + 1] = "Nothing is changed before verdict.plan:apply()."
  return list
end

local function done(plan, stop, with_in_progress)
  local list, strategy = {}, strategy_of(plan)
  if strategy and strategy.state == "done" then list[1] = "The batch takes no further devices." end
  list[#list + 1] = number.of(stop.canceled, "task was", "tasks were") .. " canceled."
  if stop.left > 0 then list[#list + 1] = number.of(stop.left, "task is", "tasks are") .. " not canceled yet." end
  if stop.under_way > 0 and not with_in_progress then
    list[#list + 1] = number.of(stop.under_way, "task is being installed and goes", "tasks are being installed and go")
      .. " on, as CancelInProgressTask is not set."
  end
  if stop.retries > 0 then
    list[#list + 1] = number.of(stop.retries, "task that failed", "tasks that failed")
      .. " may be tried again by the service itself (RetryCount)."
  end
  return list
end

-- What there is to be done about a batch that goes on.
local function remedy(ours)
  if type(ours.journal) ~= "string" then return "verdict.plan:apply() goes on with the plan." end
  return ("client:resume_plan {journal = %s}:apply() goes on with the plan."):format(shown(ours.journal))
end

local function failure(ours, err)
  local what = type(ours.on_gate) == "function" and "on_gate has failed" or "The batch could not be stopped"
  return ("%s: %s"):format(what, text.line(tostring(err)))
end

--- The sentences.
---@param reaction aliota.Reaction
---@param ours table  of the wait
---@return string[]
return function(reaction, ours)
  local plan, err, list = reaction.plan, reaction.err, {}
  if reaction.stop then
    list = done(plan, reaction.stop, ours.CancelInProgressTask)
  elseif err == nil and type(ours.on_gate) == "string" then
    list = planned(plan)
  end
  if err ~= nil then list[#list + 1] = failure(ours, err) end
  if plan and not reaction.is_stopped then list[#list + 1] = remedy(ours) end
  return list
end
