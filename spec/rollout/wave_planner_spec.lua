-- Rollouts through the client's methods, against a sandbox whose truth tells what was really done.
local aliota = require "aliota"
local assert_raises_here = require "spec.support.raises"
local cqueues = require "cqueues"
local sandbox = require "aliota.sandbox"

local FAST = {interval = 0.02, longest_interval = 0.05}

describe("wave_planner", function()
  local service, product, package, path
  before_each(function()
    service = assert(sandbox.start {devices = 600})
    service:clock {speed = 36000} -- ten hours a second
    product = service:truth().ProductKey
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

  local function new_package(more)
    local params = {FirmwareName = "f", DestVersion = "2.0.0", ProductKey = product, NeedToVerify = false}
    for name, value in pairs(more or {}) do params[name] = value end
    return assert(client():create_ota_firmware(params)).Data.FirmwareId
  end

  local function planned(more, c)
    package = package or new_package()
    local params = {
      FirmwareId = package, TimeoutInMinutes = 30, OverwriteMode = 2, journal = path,
      waves = {{devices = {"device-000001", "device-000002"}}, {percent = 10}, {percent = 100}},
    }
    for name, value in pairs(more or {}) do params[name] = value end
    return (c or client()):plan_rollout(params)
  end
  before_each(function() package = nil end)

  -- The package's batches as they really are, and how many of them each device is in.
  local function truth(id)
    local jobs, times = {}, {}
    for _, job in ipairs(service:truth().jobs) do
      if job.FirmwareId == (id or package) then
        jobs[#jobs + 1] = job
        for _, row in ipairs(service:truth({JobId = job.JobId}).rows) do
          times[row.DeviceName] = (times[row.DeviceName] or 0) + 1
        end
      end
    end
    return jobs, times
  end

  local function calls(action) return service:stats().by_action[action] or 0 end

  it("comes to every device, wave by wave", function()
    local made = assert(planned {ProductKey = product, SrcVersion = {"1.0.0", "1.0.1", "1.1.0-beta", "1.2.0"}})
    assert.same({"2.0.0", 3}, {made.package.DestVersion, #made.steps})
    assert.same({}, (truth()))
    assert.equal(made, made:apply(FAST))
    local jobs, times = truth()
    assert.equal(3, #jobs)
    local count = 0
    for _ in pairs(times) do count = count + 1 end
    assert.equal(600, count)
    for i, job in ipairs(jobs) do
      assert.equal(job.JobId, made.steps[i].JobId)
      assert.equal(job.total - job.by_status.SUCCEEDED - job.by_status.FAILED, job.by_status.CANCELED)
      assert.equal(job.by_status.FAILED, made.steps[i].by_status.FAILED)
    end
    assert.equal(2, jobs[1].total)
    assert.is_true(jobs[2].total >= 59 and jobs[2].total <= 60)
    local shown = client():job(jobs[2].JobId)
    assert.same({"GRAY", "10", 30}, {shown.TargetSelection, shown.GrayPercent, shown.TimeoutInMinutes})
    assert.same({{Key = "aliota.rollout", Value = made.id .. ".2"}}, shown.Tags.OtaTagDTO)
  end)

  it("cuts a list into batches of 200", function()
    local names = {}
    for i = 1, 450 do names[i] = ("device-%06d"):format(i) end
    assert(assert(planned {waves = {{devices = names}}}):apply(FAST))
    local jobs = truth()
    assert.same({200, 200, 50}, {jobs[1].total, jobs[2].total, jobs[3].total})
  end)

  it("stops at a broken gate, cancels what no device has begun, and tells how many", function()
    -- A minute passes at each look, however slow the machine is.
    local c = client {on_event = function(event) if event.type == "look" then service:advance(60) end end}
    local plan = {gate = {FAILED = 0, settled = 1}, MaximumPerMinute = 10, waves = {{percent = 90}}}
    local made = assert(planned(plan, c))
    service:clock {speed = 0}
    local ok, err = made:apply(FAST)
    assert.is_nil(ok)
    assert.same({"GateBroken", "gate", 1}, {err.code, made.outcome, made.exit_code})
    local jobs = truth()
    assert.equal(1, #jobs)
    assert.same({0, 0}, {jobs[1].by_status.QUEUED, jobs[1].by_status.NOTIFIED})
    assert.is_true(jobs[1].by_status.CANCELED > 300)
    assert.equal(jobs[1].by_status.CANCELED, made.steps[1].by_status.CANCELED)
    local sent = service:stats().requests
    local again = assert(client():resume_rollout {journal = path})
    assert.is_nil(again:render({width = 100}):find("calls? of Create"))
    assert.equal("GateBroken", select(2, again:apply()).code)
    assert.equal(sent, service:stats().requests)
  end)

  it("cancels what is being installed, too, where that is wanted", function()
    local made = assert(planned {gate = {FAILED = 0}, waves = {{percent = 90}}, CancelInProgressTask = true})
    assert.truthy(made:render({width = 100}):find("else what is open is canceled", 1, true))
    service:clock {speed = 600}
    assert.equal("GateBroken", select(2, made:apply(FAST)).code)
    local by_status = truth()[1].by_status
    assert.same({0, 0, 0}, {by_status.QUEUED, by_status.NOTIFIED, by_status.IN_PROGRESS})
    assert.is_true(assert(client():resume_rollout {journal = path}).CancelInProgressTask)
  end)

  -- Answers get lost after the service has done what was asked, at each creating call.
  for kind, setting in pairs {
    reset_before = {}, reset_in_body = {}, empty = {}, garbage = {}, truncated_wrong_length = {},
    truncated_right_length = {},
  } do
    it("creates no batch twice where each answer is lost: " .. kind, function()
      local made = assert(planned())
      setting.action = "CreateOTAStaticUpgradeJob"
      service:chaos {[kind] = setting}
      assert(made:apply(FAST))
      assert.equal(3, #truth())
      assert.is_true(service:stats().chaos[kind] >= 3) -- libcurl sends anew what was reset on a kept connection
    end)
  end

  it("repeats a call that was throttled, as it was not carried out", function()
    local made = assert(planned())
    service:chaos {throttled = {count = 2, action = "CreateOTAStaticUpgradeJob"}}
    assert(made:apply(FAST))
    assert.equal(3, #truth())
  end)

  it("ends when it is cancelled, or at its deadline, also in a pause, and goes on", function()
    package = new_package()
    local canceller = aliota.canceller()
    local made = assert(client({on_event = function(event)
      if event.type == "rollout" and event.text:find "begins at" then canceller:cancel "enough" end
    end}):plan_rollout {FirmwareId = package, soak = "1h", waves = {{percent = 1}, {percent = 2}}})
    local _, err = made:apply {interval = 0.02, cancel = canceller}
    assert.same({"cancelled", "enough", 3}, {err.kind, err.message, made.exit_code})
    assert.same({"done", "to_do"}, {made.steps[1].state, made.steps[2].state})
    _, err = made:apply {deadline = 1}
    assert.same({"timeout", "timeout", 2}, {err.kind, made.outcome, made.exit_code})
    assert.truthy(err.message:find("in a pause between two batches", 1, true), err)
    assert.equal(1, #truth())
  end)

  it("tells how it goes, to whoever listens and in a file", function()
    package = new_package()
    local texts, shown = {}, assert(io.tmpfile())
    local made = assert(client({on_event = function(event)
      if event.type == "rollout" then texts[#texts + 1] = event.text end
    end}):plan_rollout {FirmwareId = package, waves = {{percent = 1}}})
    assert(made:apply {interval = 0.02, show = shown})
    assert.equal(3, #texts)
    shown:seek "set"
    local all = shown:read "*a"
    for _, text in ipairs(texts) do assert.truthy(all:find(text .. "\n", 1, true), all) end
    shown:close()
  end)

  it("waits and pauses in an event loop without holding it up", function()
    package = new_package()
    local loop, ticks, made = cqueues.new(), 0, nil
    loop:wrap(function()
      made = client({loop = require "aliota.loop.cqueues"}):plan_rollout {
        FirmwareId = package, soak = 2, waves = {{percent = 1}, {percent = 2}},
      }
      assert(made:apply(FAST))
    end)
    loop:wrap(function()
      while not (made and made:is_complete()) do
        cqueues.sleep(0.01)
        ticks = ticks + 1
      end
    end)
    assert(loop:loop())
    assert.is_true(ticks >= 10)
  end)

  describe("looks before", function()
    local function refused(message, more)
      local made, err = planned(more)
      assert.is_nil(made)
      assert.same({"rollout", "PackageUnfit"}, {err.kind, err.code})
      assert.truthy(err.message:find(message, 1, true), err.message)
      assert.is_nil((io.open(path)))
      assert.equal(0, calls "CreateOTAStaticUpgradeJob")
    end

    it("whether the package is verified", function()
      package = new_package {NeedToVerify = true}
      refused "it has not been verified (CreateOTAVerifyJob)"
      service:clock {speed = 0}
      assert(client():create_ota_verify_job {
        FirmwareId = package, ProductKey = product, TargetDeviceName = {"device-000001"},
      })
      refused "its verification is not over"
    end)

    it("whether it is there", function()
      package = "nonesuch"
      assert.equal("iot.ota.FirmwareNotFound", select(2, planned()).code)
    end)

    it("whether it is of the product, and which versions it can follow", function()
      refused(("it is of the product %s, not other"):format(product), {ProductKey = "other"})
      refused("SrcVersion has 2.0.0, which is the version that the package leads to", {SrcVersion = {"1.0.0", "2.0.0"}})
      package = new_package {Type = 1, SrcVersion = "1.0.0"}
      refused("it leads from 1.0.0 alone, and SrcVersion has 1.0.1", {SrcVersion = {"1.0.0", "1.0.1"}})
    end)

    it("which of the named devices have no version to follow, and that they are there", function()
      service:clock {speed = 0}
      local updated, old = nil, nil
      for _, row in ipairs(service:truth({JobId = service.job_id}).rows) do
        if row.TaskStatus == "SUCCEEDED" then updated = row.DeviceName end
        if row.SrcVersion == "1.0.1" and row.TaskStatus == "FAILED" then old = row.DeviceName end
      end
      local made = assert(planned {waves = {{devices = {updated, old}}, {percent = 5}}, SrcVersion = {"1.0.1"}})
      assert.same({count = 1, names = {updated}}, made.unfit)
      os.remove(path)
      package = new_package {DestVersion = "1.2.0"}
      assert.same({updated}, assert(planned {waves = {{devices = {updated, old}}}}).unfit.names)
      os.remove(path)
      local names = {}
      for i = 1, 201 do names[i] = ("device-%06d"):format(i) end
      local before = calls "ListOTAModuleVersionsByDevice"
      assert.is_nil(assert(planned {waves = {{devices = names}}}).unfit.count)
      assert.equal(before, calls "ListOTAModuleVersionsByDevice")
      os.remove(path)
      assert.equal("iot.device.NotExistedDevice", select(2, planned {waves = {{devices = {"stranger"}}}}).code)
    end)

    it("which devices have other open tasks: how many, and their names", function()
      service:clock {speed = 0}
      local open, by_name = 0, {}
      for _, row in ipairs(service:truth({JobId = service.job_id}).rows) do
        local is_open = ({CONFIRM = true, QUEUED = true, NOTIFIED = true, IN_PROGRESS = true})[row.TaskStatus]
        open, by_name[row.DeviceName] = open + (is_open and 1 or 0), is_open or false
      end
      local made = assert(planned())
      assert.same({open, open, {service.job_id}}, {made.busy.count, #made.busy.names, made.busy.JobIds})
      for _, name in ipairs(made.busy.names) do assert.is_true(by_name[name]) end
      os.remove(path)
      local busy, idle
      for name, is_open in pairs(by_name) do
        if is_open then busy = name else idle = name end
      end
      made = assert(planned {waves = {{devices = {idle}}, {devices = {busy}}}, OverwriteMode = 1})
      assert.same({1, {busy}, {service.job_id}}, {made.busy.count, made.busy.names, made.busy.JobIds})
      assert.truthy(made:render({width = 80}):find("1 device has open tasks in 1 other batch: " .. busy, 1, true))
      os.remove(path)
      assert(client():create_ota_module {ProductKey = product, ModuleName = "camera"})
      package = new_package {ModuleName = "camera"}
      assert.equal(0, assert(planned()).busy.count)
    end)
  end)

  it("goes on with a journal in another process, or from its text", function()
    local made = assert(planned())
    local again = assert(client():resume_rollout {text = made:journal()})
    assert.same({made.id, made.waves}, {again.id, again.waves})
    assert(made:apply(FAST))
    local sent = service:stats().requests
    again = assert(client():resume_rollout {journal = path})
    assert.is_true(again:is_complete())
    assert.equal(again, again:apply())
    assert.equal(sent, service:stats().requests)
    local none, err = planned()
    assert.is_nil(none)
    assert.equal("JournalExists", err.code)
    none, err = client():resume_plan {journal = path}
    assert.is_nil(none)
    local problem = ": it is the journal of a rollout, not of a plan: client:resume_rollout goes on with it"
    assert.equal(path .. problem, err.message)
  end)

  it("goes to the client's instance", function()
    local own = assert(sandbox.start {devices = 50, instance_id = "iot-1"})
    own:clock {speed = 36000}
    local c = aliota.new {
      endpoint = own.endpoint, credentials = own.credentials, instance_id = "iot-1", quota = false, proxy = false,
    }
    local made = assert(c:plan_rollout {FirmwareId = c:job(own.job_id).FirmwareId, waves = {{percent = 100}}})
    assert(made:apply(FAST))
    own:stop()
  end)

  it("blames misuse on the caller's line, before anything is sent", function()
    local c, sent = client(), service:stats().requests
    local W = {{percent = 5}}
    local function plan(params)
      params.FirmwareId, params.waves = params.FirmwareId or "f", params.waves or W
      return params
    end
    local function misuse(message, params) -- luacheck: ignore
      assert_raises_here("plan_rollout: " .. message, function() c:plan_rollout(params) end)
    end
    misuse("parameters must be a table, not a nil", nil)
    misuse("waves must be given", {FirmwareId = "f"})
    misuse('there is no option "wavs"; did you mean "waves"?', {FirmwareId = "f", wavs = W})
    misuse("FirmwareId is missing", {waves = W})
    misuse("FirmwareId is blank", plan {FirmwareId = " "})
    misuse("ProductKey is 0 characters long", plan {ProductKey = ""})
    misuse('there is no option "gates"; did you mean "gate"?', plan {gates = {FAILED = 1}})
    misuse('gate: there is no figure "FAILD"; did you mean "FAILED"?', plan {gate = {FAILD = 1}})
    misuse("gate has no limit: give one of", plan {gate = {settled = 1}})
    misuse("soak is \"soon\"", plan {soak = "soon"})
    misuse("timeout is 0", plan {timeout = 0})
    misuse("leave out GrayPercent: waves say which devices", plan {GrayPercent = "5"})
    misuse("leave out ScheduleTime: between says when", plan {ScheduleTime = 1})
    misuse("leave out TargetDeviceName: waves say which devices", plan {TargetDeviceName = {"a"}})
    misuse("MaximumPerMinute is 5, the least is 10", plan {MaximumPerMinute = 5})
    misuse("between names no offset from UTC", plan {between = "22:00-05:00"})
    misuse('between is "5:00-5:00Z", which never opens', plan {between = "5:00-5:00Z"})
    misuse("between names an offset from UTC, and so does", plan {between = "5:00-6:00Z", utc_offset = "Z"})
    misuse('utc_offset is "+8"; it must be an offset from UTC', plan {between = "5:00-6:00", utc_offset = "+8"})
    misuse("utc_offset is of the hours in between, which is not given", plan {utc_offset = "Z"})
    misuse("waves is empty", plan {waves = {}})
    misuse("waves: wave 1 has no devices: give devices or percent", plan {waves = {{}}})
    misuse("waves: wave 2 has 5 percent after 20: percentages must rise",
      plan {waves = {{percent = 20}, {percent = 5}}})
    misuse("journal must be a path or a function", plan {journal = 5})
    misuse('Tag.1.Key is "aliota.rollout", which the rollout itself sets',
      plan {Tag = {{Key = "aliota.rollout", Value = "v"}}})
    local tags = {}
    for i = 1, 10 do tags[i] = {Key = "k" .. i, Value = ("v"):rep(450)} end
    misuse("Tag has 10 items, the limit is 9", plan {Tag = tags})
    tags[10] = nil
    misuse("Tag is 4100 characters long in all, the limit is 4096", plan {Tag = tags})
    assert_raises_here("call it with a colon: client:plan_rollout", function() c.plan_rollout(plan {}) end)
    assert_raises_here("the path of a journal, or its text", function() c:resume_rollout() end)
    assert_raises_here('did you mean "journal"', function() c:resume_rollout {jornal = "x"} end)
    assert_raises_here("call it with a colon", function() c.resume_rollout {journal = "x"} end)
    assert.equal(sent, service:stats().requests)
  end)
end)
