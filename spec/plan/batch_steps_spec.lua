-- Plans for a whole batch, carried out by a service in a few lines. Its outcomes are those of plan:apply.
local build = require "aliota.plan.build"
local errors = require "aliota.api.errors"
local journal = require "aliota.plan.journal"
local model = require "spec.support.model"
local plans = require "spec.support.plans"
local seeds = require "spec.support.seeds"

local NOT_BEGUN = {JobId = "job", CancelQueuedTask = true, CancelNotifiedTask = true, CancelUnconfirmedTask = true}
local BOTH = {"CancelOTAStrategyByJob", "CancelOTATaskByJob"}

local function refusal(code)
  return errors.new {kind = "api", code = code or "iot.ota.Odd", message = "no", may_have_run = false}
end

local function lost() return errors.new {kind = "timeout", message = "no answer", may_have_run = true} end

-- Thirty tasks: ten are queued, ten notified, ten being installed.
local function world_of()
  local world = plans.world(30, "QUEUED")
  for i = 11, 20 do world:change("t" .. i, "NOTIFIED") end
  for i = 21, 30 do world:change("t" .. i, "IN_PROGRESS") end
  world.job.SelectionType = "DYNAMIC"
  return world
end

local function plan_for(world, actions)
  local counts = world:look_at_batch()
  world.looks = 0
  local parts = build.of_batch(NOT_BEGUN, counts, actions or BOTH)
  world.log:begin(journal.head(parts))
  return world:host(parts)
end

local function states(plan)
  local list = {}
  for i, item in ipairs(plan.items) do list[i] = item.state end
  return list
end

local function actions(world)
  local list = {}
  for i, call in ipairs(world.calls) do list[i] = call.action end
  return list
end

-- What fails at the calls of an operation.
local function fail(world, action, err, is_run)
  function world.answer(call)
    if world.calls[call].action == action then return err, is_run end
  end
end

describe("plan.batch_steps", function()
  local world, plan
  before_each(function()
    world = world_of()
    plan = plan_for(world)
  end)

  it("makes the calls in their order, each with its own parameters, and looks once at what is left", function()
    assert.equal(plan, plan:apply())
    assert.same({{action = BOTH[1], params = {JobId = "job"}}, {action = BOTH[2], params = NOT_BEGUN}}, world.calls)
    assert.same({{"done", "done"}, 1, 0}, {states(plan), world.looks, world.pauses})
    assert.same({20, 10}, {plan.items[2].counts.CANCELED, plan.items[2].counts.IN_PROGRESS})
    assert.same({20, 10}, {plan.latest.counts.by_status.CANCELED, plan.latest.figures.open})
    assert(plan:apply())
    assert.equal(2, #world.calls)
  end)

  it("asks again while tasks are left that came meanwhile", function()
    local look = world.look_at_batch
    function world.look_at_batch(self)
      if self.looks == 0 then self:change("t1", "QUEUED") end
      return look(self)
    end
    assert(plan:apply())
    assert.same({{BOTH[1], BOTH[2], BOTH[2]}, 1, {"done", "done"}}, {actions(world), world.pauses, states(plan)})
  end)

  it("asks as often as it takes while each call leaves fewer", function()
    function world.act_on_batch()
      local left = 4
      for _, task in pairs(world.tasks) do
        local is_open = task.TaskStatus == "QUEUED" or task.TaskStatus == "NOTIFIED"
        if is_open and left > 0 then
          left = left - 1
          task.TaskStatus = "CANCELED"
        end
      end
      return {Success = true}
    end
    assert.is_true(plan:apply():is_complete())
    assert.same({5, 3}, {#world.calls, world.pauses}) -- the call for the strategy has canceled four, too
  end)

  it("is not complete while the service says yes and does nothing", function()
    function world.act_on_batch() return {Success = true} end
    assert.equal(plan, plan:apply())
    assert.same({4, 2, {"done", "to_do"}}, {#world.calls, world.pauses, states(plan)})
    assert.is_false(plan:is_complete())
    world.act_on_batch = nil
    assert.is_true(plan:apply():is_complete())
  end)

  describe("whatever becomes of the call for the strategy, cancels what it can", function()
    for name, err in pairs {
      refused = refusal(), throttled = errors.new {kind = "throttled", message = "later", may_have_run = false},
      unsent = errors.new {kind = "network", message = "no route", may_have_run = false}, lost = lost(),
    } do
      it(name, function()
        fail(world, BOTH[1], err)
        assert.same({nil, err}, {plan:apply()})
        assert.equal(20, world:look_at_batch().by_status.CANCELED)
        -- Devices can still come, so the second call is not through.
        assert.same({err.may_have_run and "unknown" or "to_do", "to_do"}, states(plan))
        world.answer = nil
        world:change("t5", "QUEUED")
        assert.is_true(plan:apply():is_complete())
        assert.equal("CANCELED", world.tasks.t5.TaskStatus)
      end)
    end
  end)

  it("is refused for good where nothing explains it", function()
    local err = refusal()
    fail(world, BOTH[2], err)
    assert.same({nil, err}, {plan:apply()})
    assert.same({{"done", "to_do"}, 1}, {states(plan), world.looks})
    assert.truthy(plan:render({width = 90}):find("CancelOTATaskByJob      to do", 1, true))
  end)

  it("is through where it is refused because the batch has ended", function()
    for id in pairs(world.tasks) do world:change(id, "SUCCEEDED") end
    world.job.JobStatus = "COMPLETED"
    function world.answer() return refusal "iot.ota.InvalidJobStatus", false end
    assert.is_true(assert(plan:apply()):is_complete())
    assert.same({"moved", "moved"}, states(plan))
    assert.equal("COMPLETED", plan.items[1].seen)
    assert.truthy(plan:render({width = 100}):find("moved on  the batch has nothing left for it: COMPLETED", 1, true))
  end)

  it("does not know what came of a call whose answer was lost, and makes it again", function()
    for _, is_run in ipairs {true, false} do
      world = world_of()
      plan = plan_for(world)
      local err = lost()
      fail(world, BOTH[2], err, is_run)
      assert.same({nil, err}, {plan:apply()})
      assert.same({"done", "unknown"}, states(plan))
      assert.truthy(plan:render({width = 80}):find("plan:apply() goes on with it", 1, true))
      world.answer = nil
      assert.is_true(plan:apply():is_complete())
      assert.equal(20, world:look_at_batch().by_status.CANCELED)
    end
  end)

  it("does not take a yes for done when the look after it fails", function()
    function world.look_fails() return true end
    assert.equal("gone", select(2, plan:apply()).message)
    assert.same({"done", "unknown"}, states(plan))
    world.look_fails = nil
    assert.is_true(plan:apply():is_complete())
  end)

  it("writes down what it does before it does it, and goes on from there", function()
    function world.before_act() error(plans.INTERRUPT, 0) end
    assert.is_false(pcall(plan.apply, plan))
    local again = world:host(assert(journal.read(world.written)))
    assert.same({"sending", "to_do"}, states(again))
    world.before_act = nil
    assert.is_true(again:apply():is_complete())
    local read = world:host(assert(journal.read(world.written)))
    assert.same({{"done", "done"}, plan.kind}, {states(read), read.kind})
    assert.same(again.items[2].counts, read.items[2].counts)
    assert.same(again:render {width = 90}, read:render {width = 90})
    assert.equal(again:render {width = 90}, world:host(assert(journal.read(again:journal()))):render {width = 90})
  end)

  it("can't be had by a journal to call what it is not for", function()
    local head = journal.head(plan)
    local parts, problem = journal.read((head:gsub("CancelOTAStrategyByJob", "DeleteOTAFirmware")))
    assert.same({nil, "its plan is damaged"}, {parts, problem})
  end)

  it("comes to its end whatever happens on the way", function()
    for seed in seeds(60) do
      world = world_of()
      plan = plan_for(world)
      local random = model.random(seed)
      world:make_troubles(random)
      for _ = 1, 30 do
        pcall(plan.apply, plan)
        world.random, plan = nil, world:host(assert(journal.read(world.written)))
        world.random = random
      end
      world:end_troubles()
      assert.is_true(assert(plan:apply()):is_complete())
      local by_status = world:look_at_batch().by_status
      assert.same({0, 0}, {by_status.QUEUED, by_status.NOTIFIED})
    end
  end)
end)
