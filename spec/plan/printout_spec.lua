local build = require "aliota.plan.build"
local errors = require "aliota.api.errors"
local plans = require "spec.support.plans"
local text = require "aliota.show.text"

local function shows(plan, ...)
  local shown = plan:render {width = 80}
  for _, expected in ipairs {...} do assert.truthy(shown:find(expected, 1, true), expected .. " in\n" .. shown) end
  return shown
end

describe("plan.view", function()
  it("says what is planned, what it takes, and that nothing is changed yet", function()
    local shown = shows(plans.world(60, "FAILED"):plan "retry", "Retry 60 tasks · batch job", "FAILED  60  100.0 %",
      "ListOTATaskByJob  2 calls  0 s  at most 10 a second", "ReupgradeOTATask  6 calls  0 s  at most 20 a second",
      "The quota does not slow it down.", "60 of 60 tasks, complete", "Nothing is changed before plan:apply().")
    assert.is_nil(shown:find "done")
  end)

  it("says what became of it", function()
    local world = plans.world(60, "FAILED")
    local plan = world:plan "retry"
    world:change("t1", "SUCCEEDED")
    function world.answer(call)
      if call == 2 then return errors.new {kind = "timeout", message = "?", may_have_run = true}, false end
    end
    plan:apply()
    shows(plan, "done      10", "moved on   1  now 1 SUCCEEDED", "unknown   10  the answer was lost",
      "to do     39", "The plan is not complete; plan:apply() goes on with it.")
    plan:apply()
    shows(plan, "plan:apply() finds out what is unknown")
    world.now = world.now + 1000
    plan:apply()
    local shown = shows(plan, "done      59", "The plan is complete.")
    assert.is_nil(shown:find("calls", 1, true))
  end)

  it("says where an interrupt has left it", function()
    local world = plans.world(5, "FAILED")
    local plan = world:plan "retry"
    function world.before_act() error(plans.INTERRUPT, 0) end
    assert.is_false(pcall(plan.apply, plan))
    shows(plan, "interrupted  5  no answer was waited for")
  end)

  it("says what is left out, and when there is nothing to do", function()
    shows(plans.world(3, "SUCCEEDED"):plan "retry", "Retry 0 tasks", "Left out: 3 SUCCEEDED. ReupgradeOTATask does not",
      "There is nothing to do.")
  end)

  it("shows a call for a whole batch with its counts", function()
    local world = plans.world(0)
    local counts = {by_status = {QUEUED = 2, NOTIFIED = 1, CONFIRM = 0}}
    shows(world:host(build.of_batch({JobId = "job", CancelQueuedTask = true, CancelNotifiedTask = true}, counts)),
      "Cancel 3 tasks · batch job", "QUEUED    2", "CancelOTATaskByJob   1 call  0 s  at most 5 a second",
      "ListOTATaskByJob    8 calls")
  end)

  it("says when nothing is paced", function()
    local plan = plans.world(60, "FAILED"):plan "retry"
    function plan.calls_a_second() return nil end
    shows(plan, "ReupgradeOTATask  6 calls  –  not paced", "The quota does not slow it down.")
  end)

  it("fits any terminal, and hides what steers one", function()
    local world = plans.world(1234, "FAILED")
    world.tasks.t1.JobId = ("\27[2J"):rep(30)
    local plan = world:plan "retry"
    for _, width in ipairs {40, 60, 80, 160} do
      local shown = plan:render {width = width}
      assert.is_nil(shown:find "\27")
      for line in shown:gmatch "[^\n]+" do assert.truthy(text.width(line) <= width, line) end
    end
  end)
end)
