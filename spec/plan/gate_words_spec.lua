local gate_words = require "aliota.plan.gate_words"

local BOTH = {"CancelOTAStrategyByJob", "CancelOTATaskByJob"}

local function plan_of(actions, more)
  local plan = {
    items = {}, batches = {{CancelQueuedTask = true}}, by_status = {QUEUED = 1200, CONFIRM = 1},
    left_out = {IN_PROGRESS = 1},
  }
  for i, action in ipairs(actions) do plan.items[i] = {action = action, state = "done"} end
  for name, value in pairs(more or {}) do plan[name] = value end
  return plan
end

local function said(reaction, ours)
  return table.concat(gate_words(reaction, ours or {on_gate = "cancel"}), " | ")
end

describe("plan.gate_words", function()
  it("say what a plan would do", function()
    local ours = {on_gate = "plan"}
    assert.equal("The batch would take no further devices. | 1,201 tasks would be canceled (CONFIRM\194\1601, "
      .. "QUEUED\194\1601,200). | 1 task is being installed and would go on. | "
      .. "Nothing is changed before verdict.plan:apply().",
      said({plan = plan_of(BOTH), is_stopped = true}, ours))
    assert.equal("1 task would be canceled (QUEUED\194\1601). | Nothing is changed before verdict.plan:apply().",
      said({plan = plan_of({BOTH[2]}, {by_status = {QUEUED = 1}, left_out = {}}), is_stopped = true}, ours))
    assert.equal("Nothing is left to cancel.", said({plan = plan_of {}, is_stopped = true}, ours))
  end)

  it("say what was done, what goes on, what is left, and how to go on with it", function()
    local stop = {canceled = 1, under_way = 2, left = 3, retries = 1}
    assert.equal("The batch takes no further devices. | 1 task was canceled. | 3 tasks are not canceled yet. | "
      .. "2 tasks are being installed and go on, as CancelInProgressTask is not set. | "
      .. "1 task that failed may be tried again by the service itself (RetryCount). | "
      .. "verdict.plan:apply() goes on with the plan.", said {plan = plan_of(BOTH), stop = stop, is_stopped = false})
    stop.left, stop.retries = 0, 0
    assert.equal("1 task was canceled.", said({plan = plan_of {BOTH[2]}, stop = stop, is_stopped = true},
      {on_gate = "cancel", CancelInProgressTask = true}))
  end)

  it("say why it went wrong, in a line that steers no terminal", function()
    local plan = plan_of(BOTH)
    assert.equal("The batch could not be stopped: gone?[2J | "
      .. 'client:resume_plan {journal = "a b"}:apply() goes on with the plan.',
      said({plan = plan, err = "gone\27[2J", is_stopped = false}, {on_gate = "cancel", journal = "a b"}))
    assert.equal("on_gate has failed: no pager | verdict.plan:apply() goes on with the plan.",
      said({plan = plan, err = "no pager", is_stopped = false}, {on_gate = print, journal = print}))
    assert.equal("The batch could not be stopped: full", said {err = "full", is_stopped = false})
  end)

  it("are none for a function that does nothing", function()
    assert.equal("", said({plan = plan_of(BOTH), is_stopped = true}, {on_gate = print}))
  end)
end)
