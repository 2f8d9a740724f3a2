-- Waits whose broken gate is acted upon, against a sandbox whose truth tells what was really done.
local aliota = require "aliota"
local assert_raises_here = require "spec.support.raises"
local cqueues = require "cqueues"
local sandbox = require "aliota.sandbox"

local OFTEN = {interval = 0.02, fail_if = {FAILED = 0}}

describe("plan.gated_wait", function()
  local service, job_id, path, set_up
  before_each(function()
    path = os.tmpname()
    os.remove(path)
  end)
  after_each(function()
    service:stop()
    os.remove(path)
  end)

  local function client(more)
    local options = {endpoint = service.endpoint, credentials = service.credentials, quota = false, proxy = false}
    for name, value in pairs(more or {}) do options[name] = value end
    return aliota.new(options)
  end

  local function truth(id)
    for _, job in ipairs(service:truth().jobs) do
      if job.JobId == (id or job_id) then return job end
    end
  end

  -- Its devices are free then, and have the old version still.
  local function cancel_first_batch()
    assert(client():call("CancelOTATaskByJob", {JobId = job_id, CancelQueuedTask = true, CancelNotifiedTask = true,
      CancelUnconfirmedTask = true, CancelInProgressTask = true, CancelScheduledTask = true}))
  end

  -- A batch of which some tasks have failed, and others are in every state before that.
  local function begin(settings)
    service = assert(sandbox.start {devices = 400, rollout = "fresh", timeout_minutes = 60})
    job_id = service.job_id
    if settings then
      cancel_first_batch()
      local params = {FirmwareId = truth().FirmwareId, ProductKey = service:truth().ProductKey, TimeoutInMinutes = 60,
        MaximumPerMinute = 60}
      for name, value in pairs(settings) do params[name] = value end
      job_id = assert(client():call(params.TargetSelection and "CreateOTAStaticUpgradeJob"
        or "CreateOTADynamicUpgradeJob", params)).Data.JobId
    else
      assert(client():call("UpdateOTAJob", {JobId = job_id, UpgradeType = "STATIC", TargetSelection = "ALL",
        MaximumPerMinute = 60}))
    end
    for _ = 1, 100 do
      if truth().by_status.FAILED > 0 then break end
      service:advance(10)
    end
    set_up = service:stats().by_action
    local by_status = truth().by_status
    assert(by_status.FAILED > 0 and by_status.QUEUED > 0 and by_status.IN_PROGRESS > 0)
  end

  local function wait(options, c)
    local given = {JobId = job_id}
    for _, set in ipairs {OFTEN, options} do
      for name, value in pairs(set) do given[name] = value end
    end
    return (c or client()):wait(given)
  end

  -- Since the batch was set up.
  local function calls(action) return (service:stats().by_action[action] or 0) - (set_up[action] or 0) end

  local function changes()
    return {calls "CancelOTAStrategyByJob", calls "CancelOTATaskByJob", calls "CancelOTATaskByDevice"}
  end

  local function words_of(verdict) return (verdict:render({width = 1000}):match "^(.-)\n\n") end

  local function assert_shown(verdict, ...)
    local words = words_of(verdict)
    for _, expected in ipairs {...} do assert.truthy(words:find(expected, 1, true), expected .. " in\n" .. words) end
  end

  -- As many as stand in a batch in states that no device has begun.
  local function pending(by_status) return by_status.CONFIRM + by_status.QUEUED + by_status.NOTIFIED end

  it("cancels what no device has begun, by one call, and tells what goes on", function()
    begin()
    local before = truth().by_status
    local verdict = wait {on_gate = "cancel", journal = path}
    local now = truth().by_status
    assert.same({"gate", 1, "FAILED"}, {verdict.outcome, verdict.exit_code, verdict.broken.name})
    assert.same({0, 1, 0}, changes())
    assert.same({pending(before), 0, before.IN_PROGRESS}, {now.CANCELED, pending(now), now.IN_PROGRESS})
    assert.same({canceled = now.CANCELED, under_way = now.IN_PROGRESS, left = 0, retries = 0}, verdict.stop)
    assert.same({now, nil, 0}, {verdict.counts.by_status, verdict.err, verdict.age})
    assert_shown(verdict, "STOPPED after ", ("\n%d tasks were canceled.\n%d tasks are being installed and go on, as "
      .. "CancelInProgressTask is not set."):format(now.CANCELED, now.IN_PROGRESS),
      ("%d canceled."):format(now.CANCELED))
    assert.is_true(verdict.plan:is_complete())
    assert.is_true(client():resume_plan({journal = path}):is_complete())
  end)

  it("cancels what is being installed where that is named", function()
    begin()
    local verdict = wait {on_gate = "cancel", CancelInProgressTask = true}
    local now = truth().by_status
    assert.same({0, 0, now.CANCELED}, {pending(now), now.IN_PROGRESS, verdict.stop.canceled})
    assert.same({1, 0}, {verdict.exit_code, verdict.stop.under_way})
    assert.is_nil(words_of(verdict):find("being installed", 1, true))
  end)

  it("stops a dynamic batch for new devices first", function()
    begin {}
    local verdict = wait {on_gate = "cancel", journal = path}
    assert.same({1, {1, 1, 0}}, {verdict.exit_code, changes()})
    assert_shown(verdict, "The batch takes no further devices.")
    local again = client():resume_plan {journal = path}
    assert.same({"CancelOTAStrategyByJob", "done", "CancelOTATaskByJob", "done"},
      {again.items[1].action, again.items[1].state, again.items[2].action, again.items[2].state})
    assert.truthy(again:render({width = 100}):find("CancelOTAStrategyByJob  done  no further devices", 1, true))
    service:advance(86400)
    assert.same({"COMPLETED", verdict.counts.total}, {truth().JobStatus, truth().total})
  end)

  it("says what would be done, and does it when it is told to", function()
    begin {}
    local before = truth().by_status
    local verdict = wait {on_gate = "plan", journal = path}
    assert.same({before, {0, 0, 0}}, {truth().by_status, changes()})
    assert.same({"gate", 1, nil, nil}, {verdict.outcome, verdict.exit_code, verdict.err, verdict.stop})
    assert_shown(verdict, "\nThe batch would take no further devices.\n",
      ("\n%d tasks would be canceled (QUEUED\194\160%d"):format(pending(before), before.QUEUED),
      ("%d tasks are being installed and would go on."):format(before.IN_PROGRESS),
      "Nothing is changed before verdict.plan:apply().")
    assert.is_true(assert(client():resume_plan {journal = path}):apply():is_complete())
    assert.same({0, {1, 1, 0}}, {pending(truth().by_status), changes()})
  end)

  it("has nothing to do where the batch was over when the gate broke", function()
    begin()
    service:advance(2 * 86400)
    local verdict = wait {on_gate = "cancel"}
    assert.same({1, 0, {0, 0, 0}}, {verdict.exit_code, #verdict.plan.items, changes()})
    assert_shown(verdict, "Nothing is left to cancel.")
  end)

  it("tells of failed tasks that the service may try again", function()
    begin {TargetSelection = "ALL", RetryCount = 5, RetryInterval = 1440}
    local verdict = wait {on_gate = "cancel"}
    local failed = truth().by_status.FAILED
    assert.same({failed, 1}, {verdict.stop.retries, verdict.exit_code})
    assert_shown(verdict, "may be tried again by the service itself (RetryCount).")
  end)

  describe("lets a function decide", function()
    before_each(function() begin() end)

    it("which is given the client, the verdict and the plan", function()
      local c, given = client(), nil
      local verdict = wait({journal = path, on_gate = function(...) given = {...} end}, c)
      assert.is_true(rawequal(c, given[1]) and rawequal(verdict, given[2]) and rawequal(verdict.plan, given[3]))
      assert.same({1, nil, {0, 0, 0}}, {verdict.exit_code, verdict.err, changes()})
      assert.equal(#verdict.plan.items, verdict.plan:counts().to_do)
    end)

    it("which applies the plan", function()
      local verdict = wait {on_gate = function(_, verdict, plan)
        assert.same({"gate", true}, {verdict.outcome, verdict.plan == plan})
        return plan:apply()
      end}
      assert.same({1, nil, 0}, {verdict.exit_code, verdict.err, pending(truth().by_status)})
      assert_shown(verdict, verdict.stop.canceled .. " tasks were canceled.")
    end)

    it("of which an error, returned or raised, becomes that of the verdict", function()
      service:chaos {business_error = {action = "CancelOTATaskByJob", code = "Forbidden.RAM"}}
      for _, f in ipairs {
        function(_, _, plan) return plan:apply() end, function(_, _, plan) error((select(2, plan:apply()))) end,
      } do
        local verdict = wait {on_gate = f}
        assert.same({"gate", 5, "Forbidden.RAM"}, {verdict.outcome, verdict.exit_code, verdict.err.code})
      end
      for _, result in ipairs {false, "nil"} do
        local verdict = wait {on_gate = function() return result ~= "nil" and result or nil, "no pager" end}
        assert.same({5, "no pager"}, {verdict.exit_code, verdict.err})
        assert_shown(verdict, "NOT STOPPED after ", "on_gate has failed: no pager\nverdict.plan:apply() goes on")
      end
    end)

    it("of which a bug goes through, as it is", function()
      local bug = {}
      local ok, raised = pcall(wait, {on_gate = function() error(bug) end})
      assert.same({false, true}, {ok, raised == bug})
      raised = select(2, pcall(wait, {on_gate = function(_, verdict) return verdict.plan.nonesuch.field end}))
      assert.truthy(raised:find("gated_wait_spec.lua:%d+: attempt to index"), raised)
    end)

    it("while tasks move on, and the batch ends", function()
      local seconds = 60
      local function late(_, _, plan)
        service:advance(seconds)
        return plan:apply()
      end
      local before = truth().by_status
      local verdict = wait {on_gate = late}
      assert.is_true(verdict.stop.canceled < pending(before))
      assert.same({1, verdict.stop.canceled}, {verdict.exit_code, truth().by_status.CANCELED})
      seconds = 2 * 86400
      service:chaos {business_error = {action = "CancelOTATaskByJob", code = "iot.ota.InvalidJobStatus"}}
      verdict = wait {on_gate = late}
      assert.same({1, nil, 0}, {verdict.exit_code, verdict.err, verdict.stop.canceled})
      assert.same({"moved", "COMPLETED"}, {verdict.plan.items[1].state, verdict.job.JobStatus})
    end)

    it("beside another wait for the same batch that acts, too", function()
      local other
      local verdict = wait {on_gate = function(_, _, plan)
        other = wait {on_gate = "cancel"}
        return plan:apply()
      end}
      local canceled = truth().by_status.CANCELED
      assert.same({1, 1, canceled, canceled}, {verdict.exit_code, other.exit_code, verdict.stop.canceled,
        other.stop.canceled})
    end)
  end)

  describe("of a dynamic batch", function()
    before_each(function() begin {} end)

    -- Answers get lost after the service has done what was asked, or before.
    for kind, setting in pairs {
      reset_before = {count = 1}, empty = {count = 1}, server_error = {count = 1}, throttled = {count = 1},
    } do
      for _, action in ipairs {"CancelOTAStrategyByJob", "CancelOTATaskByJob"} do
        it("repeats " .. action .. " whatever becomes of its answer: " .. kind, function()
          setting.action = action
          service:chaos {[kind] = setting}
          local verdict = wait {on_gate = "cancel", journal = path}
          assert.same({1, nil, 0}, {verdict.exit_code, verdict.err, pending(truth().by_status)})
          assert.is_true(verdict.plan:is_complete())
        end)

        it("can be gone on with when " .. action .. " is lost for good: " .. kind, function()
          service:chaos {[kind] = {action = action}}
          local verdict = wait({on_gate = "cancel", journal = path}, client {retries = 0})
          assert.same({"gate", 5, action}, {verdict.outcome, verdict.exit_code, verdict.err.action})
          assert_shown(verdict, "NOT STOPPED after ", "The batch could not be stopped: " .. action .. ": ",
            ("client:resume_plan {journal = %q}:apply() goes on with the plan."):format(path))
          service:chaos(false)
          local again = assert(client():resume_plan {journal = path})
          assert.same(verdict.plan:counts(), again:counts())
          assert.is_true(again:apply():is_complete())
          assert.equal(0, pending(truth().by_status))
          service:advance(86400)
          assert.equal(verdict.counts.total, truth().total)
        end)
      end
    end

    it("cancels what it can where stopping it for new devices is refused", function()
      service:chaos {business_error = {action = "CancelOTAStrategyByJob", code = "Forbidden.RAM"}}
      local verdict = wait {on_gate = "cancel"}
      assert.same({5, "Forbidden.RAM", 0}, {verdict.exit_code, verdict.err.code, pending(truth().by_status)})
      assert_shown(verdict, verdict.stop.canceled .. " tasks were canceled.", "could not be stopped: CancelOTAStrategy")
      service:chaos(false)
      assert.is_true(verdict.plan:apply():is_complete())
    end)

    it("can't be stopped without a network, nor when it is cancelled, and can be later", function()
      local stop = aliota.canceller()
      local verdict = wait({on_gate = function(_, _, plan)
        service:chaos {reset_before = {}}
        return plan:apply {deadline = 0.5}
      end})
      assert.equal(5, verdict.exit_code)
      assert.truthy(verdict.err.kind == "network" or verdict.err.kind == "timeout", tostring(verdict.err))
      service:chaos(false)
      local c = client {on_event = function(event)
        if event.type == "request" and event.action:find "^Cancel" then stop:cancel "enough" end
      end}
      verdict = wait({on_gate = "cancel", cancel = stop}, c)
      assert.same({"gate", 5, "cancelled"}, {verdict.outcome, verdict.exit_code, verdict.err.kind})
      assert.is_true(verdict.plan:apply():is_complete())
      assert.equal(0, pending(truth().by_status))
    end)
  end)

  it("cancels nothing when the wait itself is cancelled, or times out, or is over", function()
    begin()
    local stop = aliota.canceller()
    stop:cancel "enough"
    local verdict = wait {on_gate = "cancel", cancel = stop}
    assert.same({"error", "cancelled", nil}, {verdict.outcome, verdict.err.kind, verdict.plan})
    verdict = wait {on_gate = "cancel", timeout = 1, fail_if = {FAILED = 400}}
    assert.same({"timeout", nil, {0, 0, 0}}, {verdict.outcome, verdict.plan, changes()})
    assert.is_nil(io.open(path))
  end)

  it("has time to act although the time-out is near", function()
    begin()
    service:chaos {latency = {ms = 6200, action = "CancelOTATaskByJob"}} -- longer than the whole time-out
    local verdict = wait {on_gate = "cancel", timeout = 6}
    assert.same({"gate", 1, nil}, {verdict.outcome, verdict.exit_code, verdict.err})
    assert.is_true(verdict.plan:is_complete())
  end)

  it("says at once that a journal can't be, and when another one has come", function()
    begin()
    local file = assert(io.open(path, "w"))
    file:close()
    for _, bad in ipairs {path, path .. ".missing/journal"} do
      local verdict = wait {on_gate = "cancel", journal = bad}
      assert.same({"error", 3, "file", 0}, {verdict.outcome, verdict.exit_code, verdict.err.kind, verdict.looks})
    end
    assert.equal(0, calls "QueryOTAJob")
    os.remove(path)
    local verdict = wait {on_gate = "cancel", journal = path, show = false}
    assert.equal(1, verdict.exit_code)
    local function failing() return nil, "the disk is full" end
    verdict = wait {on_gate = "cancel", journal = failing}
    assert.same({"gate", 5, "file", nil}, {verdict.outcome, verdict.exit_code, verdict.err.kind, verdict.plan})
    assert_shown(verdict, "The batch could not be stopped: file error: the disk is full")
    assert.same({0, 1, 0}, changes())
  end)

  it("goes to the client's instance", function()
    service = assert(sandbox.start {devices = 300, instance_id = "iot-1"})
    job_id = service.job_id
    local verdict = wait({on_gate = "cancel"}, client {instance_id = "iot-1"})
    assert.same({1, 0}, {verdict.exit_code, pending(truth().by_status)})
  end)

  it("lets a loop's other coroutines go on", function()
    begin {}
    service:chaos {latency = {ms = 100}}
    local main, c, ended, turns = cqueues.new(), client {loop = require "aliota.loop.cqueues"}, 0, 0
    for i = 1, 2 do
      main:wrap(function()
        local verdict = wait({on_gate = "cancel", journal = i == 1 and path or nil}, c)
        assert(verdict.exit_code == 1 or verdict.exit_code == 4, tostring(verdict))
        ended = ended + 1
      end)
    end
    main:wrap(function()
      while ended < 2 do
        cqueues.sleep(0.01)
        turns = turns + 1
      end
    end)
    assert(main:loop())
    assert.equal(0, pending(truth().by_status))
    assert.is_true(turns > 10, turns)
  end)

  it("blames misuse on the caller's line, before anything is sent", function()
    begin()
    local before, c, limits = service:stats().requests, client(), {FAILED = 0}
    assert_raises_here('on_gate is "cancle"; it must be "cancel", "plan" or a function; did you mean "cancel"?',
      function() c:wait {JobId = job_id, fail_if = limits, on_gate = "cancle"} end)
    assert_raises_here("on_gate is a table; it must be",
      function() c:wait {JobId = "j", fail_if = limits, on_gate = {}} end)
    assert_raises_here("on_gate is true; it must be",
      function() c:wait {JobId = "j", fail_if = limits, on_gate = true} end)
    assert_raises_here("wait: on_gate needs fail_if", function() c:wait {JobId = job_id, on_gate = "plan"} end)
    assert_raises_here("wait: journal needs on_gate",
      function() c:wait {JobId = "j", fail_if = limits, journal = path} end)
    assert_raises_here("wait: CancelInProgressTask needs on_gate",
      function() c:wait {JobId = "j", CancelInProgressTask = true} end)
    assert_raises_here("CancelInProgressTask must be a boolean",
      function() c:wait {JobId = "j", fail_if = limits, on_gate = "plan", CancelInProgressTask = "yes"} end)
    assert_raises_here('did you mean "CancelInProgressTask"?',
      function() c:wait {JobId = "j", CancelInProgres = true} end)
    assert_raises_here('no option "on_gates"; did you mean "on_gate"?',
      function() c:wait {JobId = "j", on_gates = "plan"} end)
    assert_raises_here("journal must be a path or a function", function() c:wait {JobId = "j", journal = 5} end)
    assert_raises_here("there is no option", function() c:watch {JobId = "j", on_gate = "plan"} end)
    assert_raises_here("there is no parameter", function() c:watch {JobId = "j", CancelInProgressTask = true} end)
    assert.equal(before, service:stats().requests)
  end)
end)
