-- Calls for a batch as a whole. Whatever becomes of one of them, the others are made: a rollout that goes wrong is
-- stopped as far as it can be. A yes says nothing of single tasks, so what the batch has left is looked at.
local cancels = require "aliota.plan.cancel_switches"
local ending = require "aliota.watch.ending"
local item_states = require "aliota.plan.item_states"

local mark = item_states.mark
local steps = {}

-- Tasks may come to be while others are canceled, that may take the service a while, and one call may not reach all: it
-- is asked again, and given up when so many calls have left no fewer.
local MOST_IN_VAIN, PAUSE = 3, 2 -- seconds

local function is_about_tasks(plan, item) return plan.kind:operation_of(item) == plan.kind.operation end

-- As long as devices can still come, what is canceled is not all.
local function may_grow(plan, item)
  for number = 1, item.number - 1 do
    local state = plan.items[number].state
    if state ~= "done" and state ~= "moved" then return true end
  end
  return false
end

local function look(plan, service, item)
  local counts, job = service.look_at_batch(item.batch)
  if not counts then return nil, job end
  plan.latest = {counts = counts, job = job, figures = counts:report()}
  return plan.latest
end

--- After a yes.
---@return boolean|nil
---@return aliota.Error|nil
function steps.after_yes(plan, service, items)
  local item = items[1]
  if not is_about_tasks(plan, item) then return mark(plan, items, "done") end
  local seen, err = look(plan, service, item)
  if not seen then
    mark(plan, items, "unknown")
    return nil, err
  end
  local by_status = seen.counts.by_status
  local is_done = cancels.count(item.batch, by_status) == 0 and not may_grow(plan, item)
  return mark(plan, items, is_done and "done" or "to_do", {counts = by_status})
end

-- Whether there is nothing that the call could do.
local function is_needless(plan, item, seen)
  if not is_about_tasks(plan, item) then return ending.of(seen) ~= nil end
  return cancels.count(item.batch, seen.counts.by_status) == 0
end

--- After an answer that is no: a batch may have ended meanwhile.
---@return boolean|nil
---@return aliota.Error|nil
function steps.after_refusal(plan, service, items, err)
  local ok, problem = mark(plan, items, "to_do")
  if not ok then return nil, problem end
  local seen = err.kind == "api" and look(plan, service, items[1])
  if not seen or not is_needless(plan, items[1], seen) then return nil, err end
  return mark(plan, items, "moved", {seen = seen.job.JobStatus, counts = seen.counts.by_status})
end

--- After a call of which nobody knows whether it was carried out. It can be repeated.
---@return nil
---@return aliota.Error
function steps.after_loss(plan, _, items, err)
  local ok, problem = mark(plan, items, "unknown")
  return nil, not ok and problem or err
end

local function carry_out(plan, service, item, send)
  local least, in_vain = nil, 0
  while true do
    local ok, err = send(plan, service, {item})
    service.tell(plan)
    if not ok then return nil, err end
    local left = item.state == "to_do" and cancels.count(item.batch, item.counts) or 0
    in_vain = least and left < least and 0 or in_vain + 1
    if left == 0 or in_vain == MOST_IN_VAIN then return true end
    least = math.min(left, least or left)
    service.pause(PAUSE)
  end
end

--- Makes the calls that are left, in their order.
---@param plan aliota.Plan
---@param service aliota.PlanService
---@param items aliota.PlanItem[]
---@param send fun(plan: aliota.Plan, service: aliota.PlanService, items: aliota.PlanItem[]): boolean|nil, any
---@return boolean|nil
---@return aliota.Error|nil  the first of them
function steps.apply(plan, service, items, send)
  local problem
  for _, item in ipairs(items) do
    local _, err = carry_out(plan, service, item, send)
    problem = problem or err
  end
  return not problem or nil, problem
end

return steps
