local errors = require "aliota.api.errors"
local model = require "spec.support.model"
local rollouts = require "spec.support.rollouts"

local THREE = {{devices = {"a", "b"}}, {percent = 5}, {percent = 100}}
local HOUR = 3600

describe("rollout", function()
  local world
  before_each(function() world = rollouts.world() end)

  local function states(made)
    local list = {}
    for i, step in ipairs(made.steps) do list[i] = step.state end
    return table.concat(list, " ")
  end

  local function seconds_between_batches()
    local list = {}
    for i = 2, #world.batches do list[i - 1] = world.batches[i].at - world.batches[i - 1].at end
    return list
  end

  -- Each batch once, in order, and with its own tag.
  local function assert_each_once(made)
    local tags = {}
    for i, batch in ipairs(world.batches) do tags[i] = batch.params.Tag[2].Value end
    local expected = {}
    for i in ipairs(made.steps) do expected[i] = "id." .. i end
    assert.same(expected, tags)
    for i, step in ipairs(made.steps) do assert.equal(world.batches[i].JobId, step.JobId) end
  end

  it("creates batch after batch, waits for each, and does nothing twice", function()
    local made = world:rollout(THREE, {gate = {FAILED = 3}, timeout = 60})
    assert.same({}, world.calls)
    assert.equal(made, made:apply())
    assert.same({"create", "wait", "create", "wait", "create", "wait"}, world.calls)
    assert.same({"done", 0, true}, {made.outcome, made.exit_code, made:is_complete()})
    assert.same({fail_if = {FAILED = 3}, timeout = 60}, world.waited)
    assert_each_once(made)
    local params = {}
    for i, batch in ipairs(world.batches) do
      params[i] = {batch.params.TargetSelection, batch.params.TargetDeviceName or {}, batch.params.GrayPercent or ""}
      assert.same({"firmware", "product"}, {batch.params.FirmwareId, batch.params.ProductKey})
      assert.same({Key = "k", Value = "v"}, batch.params.Tag[1])
    end
    assert.same({{"SPECIFIC", {"a", "b"}, ""}, {"GRAY", {}, "5"}, {"ALL", {}, ""}}, params)
    assert.equal(made, made:apply())
    assert.equal(6, #world.calls)
  end)

  it("tells in plain text what happens, and the journal keeps it", function()
    world:rollout(THREE, {soak = 1800}):apply()
    local expected = {
      "wave 1 of 3: creates a batch for 2 named devices", "wave 1 of 3: batch job1 is created",
      "wave 1 of 3: done: 9 tasks succeeded, 1 failed, 0 canceled",
      "wave 2 of 3: begins at 2024-10-04 01:30 UTC, 30 min after the wave before",
      "wave 2 of 3: creates a batch for 5 % of the devices that fit",
    }
    for i, text in ipairs(expected) do
      assert.truthy(world.told[i]:find("^2024%-10%-04 %d%d:%d%d UTC: "))
      assert.equal(text, world.told[i]:match "UTC: (.*)$")
      assert.truthy(world.written:find(world.told[i], 1, true))
    end
  end)

  describe("lets time pass", function()
    it("between waves, not between the batches of one", function()
      local names = {}
      for i = 1, 450 do names[i] = "d" .. i end
      assert(world:rollout({{devices = names}, {percent = 100}}, {soak = 600}):apply())
      assert.same({HOUR, HOUR, HOUR + 600}, seconds_between_batches())
      assert.same({200, 200, 50}, {#world.batches[1].params.TargetDeviceName,
        #world.batches[2].params.TargetDeviceName, #world.batches[3].params.TargetDeviceName})
    end)

    it("as a wave says of itself", function()
      assert(world:rollout({{percent = 1, soak = 60}, {percent = 2}, {percent = 3}}, {soak = 600}):apply())
      assert.same({HOUR + 60, HOUR + 600}, seconds_between_batches())
    end)

    it("until the window opens, over midnight, whatever was paused for before", function()
      local start = world.now
      assert(world:rollout(THREE, {soak = 4.5 * HOUR}, "22:00-05:00+08:00"):apply()) -- 14:00 to 21:00 UTC
      local hours = {}
      for i, batch in ipairs(world.batches) do hours[i] = (batch.at - start) / HOUR end
      assert.same({14, 19.5, 24 + 14}, hours)
    end)

    it("no longer than the process lives: a pause goes on from where it began", function()
      local made = world:rollout(THREE, {soak = 10 * HOUR})
      world.gives_up_at = world.now + HOUR
      local _, err = made:apply()
      assert.same({"timeout", 2}, {err.kind, made.exit_code})
      world.gives_up_at = nil
      world:pass(4 * HOUR)
      assert(world:resumed():apply())
      assert.same({11 * HOUR, 11 * HOUR}, seconds_between_batches())
    end)
  end)

  describe("stops", function()
    local BROKEN = {name = "FAILED", limit = 0, value = 1}

    it("at a broken gate, cancels what is left there, and sends nothing more", function()
      local made = world:rollout(THREE, {gate = {FAILED = 0}})
      function world.verdict(job_id)
        return job_id == "job2" and {outcome = "gate", broken = BROKEN} or {outcome = "done"}
      end
      for _, each in ipairs {made, made, "resumed"} do
        each = each == "resumed" and world:resumed() or each
        local ok, err = each:apply()
        assert.is_nil(ok)
        assert.same({"rollout", "GateBroken", false}, {err.kind, err.code, err.retryable})
        assert.truthy(err.message:find("wave 2 of 3, batch job2: FAILED is 1; at most 0 was allowed", 1, true), err)
        assert.same({"gate", 1, false}, {each.outcome, each.exit_code, each:is_complete()})
        assert.equal("done stopped to_do", states(each))
        assert.same({"create", "wait", "create", "wait", "stop job2"}, world.calls)
      end
    end)

    it("and cancels anew where that failed", function()
      local made = world:rollout({{percent = 5}}, {gate = {FAILED = 0}})
      function world.verdict() return {outcome = "gate", broken = BROKEN} end
      function world.answer(action, call)
        if action == "stop" and call == 3 then return errors.new {kind = "network", message = "no route"} end
      end
      local _, err = made:apply()
      assert.same({"network", "broken", 5}, {err.kind, states(made), made.exit_code})
      local again = world:resumed()
      _, err = again:apply()
      assert.same({"GateBroken", "stopped", 1}, {err.code, states(again), again.exit_code})
      assert.equal(5, again.steps[1].by_status.CANCELED)
      assert.same({"create", "wait", "stop job1", "stop job1"}, world.calls)
    end)

    it("where somebody else has canceled the batch", function()
      local made = world:rollout(THREE)
      function world.verdict() return {outcome = "canceled"} end
      local _, err = made:apply()
      assert.same({"BatchCanceled", "canceled", 4}, {err.code, made.outcome, made.exit_code})
      _, err = made:apply()
      assert.same({"BatchCanceled", 2}, {err.code, #world.calls})
    end)

    it("waiting, and waits on when it is called again", function()
      local made = world:rollout({{percent = 5}})
      local late = errors.new {kind = "timeout", message = "the batch is not through"}
      local gone = errors.new {kind = "api", code = "iot.ota.JobNotFound", message = "gone"}
      for _, verdict in ipairs {{outcome = "timeout", err = late}, {outcome = "error", err = gone}} do
        function world.verdict() return verdict end
        local _, err = made:apply()
        assert.same({verdict.outcome, verdict.outcome == "error" and 3 or 2}, {made.outcome, made.exit_code})
        assert.equal(verdict.err, verdict.outcome == "error" and err or err.cause)
        assert.equal("running", states(made))
      end
      world.verdict = nil
      assert(made:apply())
      assert.same({"create", "wait", "wait", "wait"}, world.calls)
    end)
  end)

  describe("creates no batch twice", function()
    local function loses_first(is_run, after)
      function world.answer(action, call)
        if action == "create" and call == 1 then return rollouts.lost(), is_run, after end
      end
    end

    it("where the answer was lost: it is found by its tag", function()
      loses_first(true)
      local made = world:rollout(THREE)
      assert(made:apply())
      assert_each_once(made)
      assert.same({"create", "find", "wait", "create"}, {(table.unpack or unpack)(world.calls, 1, 4)})
    end)

    it("where it comes late", function()
      loses_first(true, 899)
      local made = world:rollout(THREE)
      assert(made:apply())
      assert_each_once(made)
    end)

    it("where it never came: it is created anew once it can't come any more", function()
      loses_first(true, 1e9)
      local made, start = world:rollout {{percent = 5}}, world.now
      assert(made:apply())
      assert.equal(1, #world.batches)
      assert.is_true(world.batches[1].at - start > 16 * 60 and world.batches[1].at - start < 17 * 60)
    end)

    it("where it was refused: it is told, and done anew when it is asked for again", function()
      local refusal = errors.new {kind = "api", code = "iot.ota.Odd", message = "odd", may_have_run = false}
      function world.answer(_, call) return call == 1 and refusal or nil, false end
      local made = world:rollout(THREE)
      local _, err = made:apply()
      assert.equal(refusal, err)
      assert.same({"error", 3, "to_do to_do to_do"}, {made.outcome, made.exit_code, states(made)})
      assert(world:resumed():apply())
      assert_each_once(world:resumed())
    end)

    it("where the process ended between the journal and the answer", function()
      local made = world:rollout(THREE)
      local create = world.create
      function world:create(params, before)
        before()
        self:add_batch(params)
        self.create = create
        error(rollouts.INTERRUPT, 0)
      end
      assert.is_false((pcall(made.apply, made)))
      local again = world:resumed()
      assert.equal("creating to_do to_do", states(again))
      assert(again:apply())
      assert_each_once(again)
    end)

    it("nor any that can't be written down before", function()
      local made = world:rollout(THREE)
      world.disk_is_full = true
      local _, err = made:apply()
      assert.same({"Journal", 0}, {err.code, #world.batches})
      assert.truthy(err.message:find("No space left", 1, true))
      world.disk_is_full = false
      assert(made:apply())
      assert_each_once(made)
    end)

    it("whatever happens, and leaves none out", function()
      local random = model.random(11)
      for _ = 1, 300 do
        world = rollouts.world()
        local made = world:rollout({{devices = {"a"}}, {percent = 1}, {percent = 20.5}, {percent = 100}}, {soak = 60},
          random(2) == 1 and "22:00-05:00Z" or nil)
        world:make_troubles(random)
        local rounds = 0
        repeat
          rounds = rounds + 1
          local ok, result = pcall(made.apply, made)
          assert.is_true(ok or result == rollouts.INTERRUPT, result)
          if not made:is_complete() and random(2) == 1 then made = world:resumed() end
        until made:is_complete() or rounds > 500
        assert_each_once(made)
        assert_each_once(world:resumed())
      end
    end)
  end)

  it("blames misuse on the caller's line", function()
    local raises = require "spec.support.raises"
    local made = world:rollout(THREE)
    raises('apply: there is no option "dedline"; did you mean "deadline"?', function() made:apply {dedline = 5} end)
    raises('apply: there is no option "timeout"', function() made:apply {timeout = 5} end)
    raises("call it with a colon", function() made.apply() end)
    raises("call it with a colon", function() made.journal() end)
    raises("call it with a colon", function() made.is_complete {} end)
  end)
end)
