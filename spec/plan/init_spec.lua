local build = require "aliota.plan.build"
local errors = require "aliota.api.errors"
local journal = require "aliota.plan.journal"
local kinds = require "aliota.plan.kinds"
local model = require "spec.support.model"
local plans = require "spec.support.plans"
local seeds = require "spec.support.seeds"

describe("plan", function()
  local function states(made)
    local counts = made:counts()
    return {counts.to_do, counts.done, counts.moved, counts.unknown, counts.sending}
  end

  it("sends nothing before it is applied, then every task once, ten a call, looking before each fifty", function()
    local world = plans.world(123, "FAILED")
    local made = world:plan "retry"
    assert.same({0, 0}, {world.looks, #world.calls})
    assert.equal(made, made:apply())
    assert.same({0, 123, 0, 0, 0}, states(made))
    assert.is_true(made:is_complete())
    assert.same({3, 13}, {world.looks, #world.calls})
    for _, call in ipairs(world.calls) do
      assert.same({"ReupgradeOTATask", "job"}, {call.action, call.params.JobId})
      assert.truthy(#call.params.TaskId <= 10)
    end
    world:assert_each_acted_on(1)
  end)

  it("does nothing when it is applied twice", function()
    local world = plans.world(25, "FAILED")
    local made = world:plan "retry"
    made:apply()
    local calls, looks = #world.calls, world.looks
    assert.equal(made, made:apply())
    assert.same({calls, looks}, {#world.calls, world.looks})
  end)

  it("is for nothing where nothing fits", function()
    local world = plans.world(3, "SUCCEEDED")
    local made = world:plan "retry"
    assert.same({{}, {SUCCEEDED = 3}}, {made.by_status, made.left_out})
    assert.is_true(made:apply():is_complete())
    assert.same({0, 0}, {world.looks, #world.calls})
  end)

  it("confirms ten tasks a call, without their batch", function()
    local world = plans.world(11, "CONFIRM")
    assert(world:plan "confirm":apply())
    assert.same({"ConfirmOTATask", nil}, {world.calls[1].action, world.calls[1].params.JobId})
    world:assert_each_acted_on(1)
  end)

  it("cancels 200 devices a call, by package, product and batch", function()
    local world = plans.world(450, "QUEUED")
    local made = assert(world:plan "cancel":apply())
    assert.same({200, 200, 50}, {#world.calls[1].params.DeviceName, #world.calls[2].params.DeviceName,
      #world.calls[3].params.DeviceName})
    local params = world.calls[1].params
    assert.same({"firmware", "product", "job"}, {params.FirmwareId, params.ProductKey, params.JobId})
    assert.same({0, 450, 0, 0, 0}, states(made))
  end)

  it("sees which devices a call to cancel has passed over, although the service says yes", function()
    local world = plans.world(5, "QUEUED")
    local made = world:plan "cancel"
    function world.before_act() world:change("t3", "IN_PROGRESS") end
    assert(made:apply())
    assert.same({0, 4, 1, 0, 0}, states(made))
    assert.equal("IN_PROGRESS", made.items[3].seen)
    local shown = made:render {width = 80}
    assert.truthy(shown:find("done      4  now 4 CANCELED", 1, true), shown)
  end)

  describe("finds tasks that have moved on", function()
    it("since it was made", function()
      local world = plans.world(30, "FAILED")
      local made = world:plan "retry"
      world:change("t5", "QUEUED")
      world:change("t6", "FAILED") -- tried again by somebody else, and failed again
      world.tasks.t7 = nil
      assert(made:apply())
      assert.same({0, 27, 3, 0, 0}, states(made))
      assert.same({"QUEUED", "FAILED", "gone"}, {made.items[5].seen, made.items[6].seen, made.items[7].seen})
      assert.same({0, 0, 1}, {world.acted.t5 or 0, world.acted.t6 or 0, world.acted.t8})
      local shown = made:render {width = 80}
      assert.truthy(shown:find("moved on   3  now 1 QUEUED, 1 FAILED, 1 gone", 1, true), shown)
    end)

    it("of which a plan to cancel minds only those that can't be cancelled any more", function()
      local world = plans.world(3, "QUEUED")
      local made = world:plan "cancel"
      world:change("t1", "NOTIFIED")
      world:change("t2", "IN_PROGRESS")
      assert(made:apply())
      assert.same({0, 2, 1, 0, 0}, states(made))
    end)

    it("between the look and the call, from the service's refusal", function()
      local world = plans.world(30, "FAILED")
      local made = world:plan "retry"
      function world.before_act(call)
        if call == 2 then world:change("t15", "SUCCEEDED") end
      end
      assert.equal(made, made:apply())
      assert.same({0, 29, 1, 0, 0}, states(made))
      assert.same({4, 9}, {#world.calls, #world.calls[3].params.TaskId})
      world.tasks.t15 = nil
      world:assert_each_acted_on(1)
    end)
  end)

  describe("stops at the first odd answer", function()
    local function stops(err, expected)
      local world = plans.world(60, "FAILED")
      local made = world:plan "retry"
      function world.answer(call)
        if call == 3 then return err, false end
      end
      local result, problem = made:apply()
      assert.is_nil(result)
      assert.equal(err, problem)
      assert.same(expected, states(made))
      assert.equal(3, #world.calls)
      return made, world
    end

    it("a refusal that no task explains", function()
      local err = errors.new {kind = "api", code = "iot.ota.Odd", message = "odd", may_have_run = false}
      local made, world = stops(err, {40, 20, 0, 0, 0})
      assert.truthy(made:render({width = 80}):find("plan:apply() goes on with it", 1, true))
      world.answer = nil
      assert(made:apply())
      assert.is_true(made:is_complete())
      world:assert_each_acted_on(1)
    end)

    it("a call that did not get through", function()
      stops(errors.new {kind = "network", message = "no route", may_have_run = false}, {40, 20, 0, 0, 0})
    end)

    it("a call of which nobody knows whether it was carried out: it is not made again until it can't arrive any more",
      function()
        local lost = errors.new {kind = "timeout", message = "no answer", may_have_run = true}
        local made, world = stops(lost, {30, 20, 0, 10, 0})
        world.answer = nil
        assert.equal(made, made:apply())
        assert.same({0, 50, 0, 10, 0}, states(made))
        assert.is_false(made:is_complete())
        assert.truthy(made:render({width = 80}):find("unknown  10  the answer was lost", 1, true))
        world.now = world.now + 16 * 60 + 1
        assert(made:apply())
        assert.is_true(made:is_complete())
        world:assert_each_acted_on(1)
      end)
  end)

  it("knows by a look that a call whose answer was lost was carried out", function()
    local world = plans.world(20, "FAILED")
    local made = world:plan "retry"
    local lost = errors.new {kind = "network", message = "reset", may_have_run = true}
    function world.answer(call)
      if call == 1 then return lost, true end
    end
    assert.same({nil, lost}, {made:apply()})
    assert.same({10, 10, 0, 0, 0}, states(made))
    assert(made:apply())
    world:assert_each_acted_on(1)
    assert.truthy(made:render({width = 80}):find("done  20  10 of them by the look of the tasks", 1, true))
  end)

  it("leaves in doubt what no UtcModified can prove", function()
    local world = plans.world(3, "FAILED")
    for _, task in pairs(world.tasks) do task.UtcModified = nil end
    local made = world:plan "retry"
    function world.answer() return errors.new {kind = "timeout", message = "?", may_have_run = true}, false end
    made:apply()
    world.answer, world.now = nil, world.now + 86400
    made:apply()
    assert.same({0, 0, 0, 3, 0}, states(made))
  end)

  it("repeats at once what may be carried out twice", function()
    local world = plans.world(3, "QUEUED")
    local made = world:plan "cancel"
    function world.answer() return errors.new {kind = "timeout", message = "?", may_have_run = true}, false end
    assert.is_nil(made:apply())
    world.answer = nil
    assert.is_true(made:apply():is_complete())
  end)

  describe("for a whole batch", function()
    local function made_for(world, params)
      local counts = {by_status = {CONFIRM = 1, QUEUED = 2, NOTIFIED = 3, IN_PROGRESS = 4}}
      return world:host(build.of_batch(params, counts))
    end

    it("is one call", function()
      local world = plans.world(0)
      local made = made_for(world, {JobId = "job", CancelNotifiedTask = true, IotInstanceId = "i"})
      assert.same({NOTIFIED = 3}, made.by_status)
      assert(made:apply())
      assert(made:apply())
      assert.same({{action = "CancelOTATaskByJob", params = {JobId = "job", CancelNotifiedTask = true,
        IotInstanceId = "i"}}}, world.calls)
      assert.is_true(made:is_complete())
    end)

    it("counts unconfirmed tasks with the queued ones, unless they are left out by name", function()
      local world = plans.world(0)
      assert.same({CONFIRM = 1, QUEUED = 2}, made_for(world, {JobId = "job", CancelQueuedTask = true}).by_status)
      assert.same({QUEUED = 2},
        made_for(world, {JobId = "job", CancelQueuedTask = true, CancelUnconfirmedTask = false}).by_status)
    end)
  end)

  it("goes on from its text in another process", function()
    local world = plans.world(60, "FAILED")
    local made = world:plan "retry"
    function world.answer(call)
      if call == 3 then return errors.new {kind = "timeout", message = "?", may_have_run = true}, true end
    end
    made:apply()
    world.answer = nil
    local again = world:host(assert(journal.read(made:journal())))
    assert.same(states(made), states(again))
    assert.equal(made:render {width = 70}, again:render {width = 70})
    assert.is_true(again:apply():is_complete())
    world:assert_each_acted_on(1)
  end)

  it("sends nothing once its journal can't be written", function()
    local world = plans.world(30, "FAILED")
    local made = world:plan "retry"
    local lines = 0
    function world.log.add()
      lines = lines + 1
      if lines == 3 then return nil, errors.of_file("disk full", "JournalInUse") end
      return true
    end
    local result, err = made:apply()
    assert.is_nil(result)
    assert.same({"file", "Journal", "the journal could not be written: disk full", false},
      {err.kind, err.code, err.message, err.may_have_run})
    assert.same({"disk full", "when the other has ended, resume the plan"}, {err.cause.message, err.hint})
    assert.equal(1, #world.calls)
  end)

  -- Anything may happen at any moment: answers get lost before or after the call was carried out, the service refuses,
  -- tasks move on, an interrupt strikes between any two steps, the process is killed and another one goes on with what
  -- was written.
  for _, name in ipairs {"retry", "confirm", "cancel"} do
    it("does nothing twice, whatever happens to it: " .. name, function()
      for seed in seeds(60) do
        local random = model.random(seed * 977)
        local world = plans.world(20 + random(250), name == "retry" and "FAILED" or name == "confirm" and "CONFIRM"
          or "QUEUED")
        world:make_troubles(random)
        local made, rounds = world:plan(name), 0
        repeat
          rounds = rounds + 1
          local ok, raised = pcall(made.apply, made)
          assert(ok or raised == plans.INTERRUPT, raised)
          if random(2) == 1 then made = world:host(assert(journal.read(world.written))) end
          world.now = world.now + random(600)
          if rounds > 60 then world:end_troubles() end
        until made:is_complete()
        for _, item in ipairs(made.items) do
          local acted = world.acted[item.TaskId] or 0
          assert.truthy(acted <= 1 or not kinds[name].once, "twice")
          -- Who changed a task between a call that was lost and the next look, no look can tell.
          if item.state == "done" then assert.truthy(acted >= 1 or item.seen, ("%d: %d"):format(seed, item.number)) end
          if item.state == "moved" then assert.truthy(acted == 0 or not kinds[name].once) end
        end
      end
    end)
  end

  it("prints what it is for and what it takes, within any terminal", function()
    local made = plans.world(1234, "FAILED"):plan "retry"
    for _, width in ipairs {40, 60, 80, 160} do
      for line in made:render({width = width}):gmatch "[^\n]+" do
        assert.truthy(require("aliota.show.text").width(line) <= width, line)
      end
    end
    local shown = made:render {width = 80}
    for _, expected in ipairs {
      "Retry 1,234 tasks · batch job", "FAILED  1,234  100.0 %",
      "ListOTATaskByJob   25 calls  2 s  at most 10 a second",
      "ReupgradeOTATask  124 calls  6 s  at most 20 a second", "The quota makes it take 6 s or more",
      "1,234 of 1,234 tasks, complete", "Nothing is changed before plan:apply().",
    } do assert.truthy(shown:find(expected, 1, true), shown) end
  end)

  it("blames misuse on the caller's line", function()
    local made = plans.world(1, "FAILED"):plan "retry"
    for message, options in pairs {
      ["a table of options expected"] = 5, ["deadline is 0"] = {deadline = 0}, ['did you mean "cancel"'] = {cancle = 1},
      ['there is no option "JobId"; there are cancel and deadline'] = {JobId = "j"},
    } do
      local ok, raised = pcall(function() made:apply(options) end)
      assert.is_false(ok)
      assert.truthy(raised:find("init_spec.lua", 1, true) and raised:find(message, 1, true), raised)
    end
  end)
end)
