local aliota = require "aliota"
local canceller = require "aliota.util.canceller"
local environment = require "spec.support.environment"
local loop = require "aliota.loop"
local new_time = require("aliota.watch").time
local sandbox = require "aliota.sandbox"

-- f must be a function whose misuse is in its first line.
local function assert_raises_here(message, f)
  local ok, raised = pcall(f)
  assert.is_false(ok)
  assert.equal(debug.getinfo(f, "S").linedefined, tonumber(tostring(raised):match "init_spec.lua:(%d+): "), raised)
  assert.truthy(raised:find(message, 1, true), raised)
end

describe("watch", function()
  local service
  before_each(function()
    service = assert(sandbox.start {devices = 150, rollout = "fresh", timeout_minutes = 60, instance_id = "iot-x"})
  end)
  after_each(function() service:stop() end)

  local function client(more)
    local options = {
      endpoint = service.endpoint, credentials = service.credentials, proxy = false, quota = false, retries = 0,
      instance_id = "iot-x",
    }
    for name, value in pairs(more or {}) do options[name] = value end
    return aliota.new(options)
  end

  -- A file whose content is read and forgotten.
  local function captured(f)
    local file = io.tmpfile()
    local result = f(file)
    file:seek "set"
    local text = file:read "*a"
    file:close()
    return text, result
  end

  describe("client:watch", function()
    it("yields counts and the batch's own word until it is over, then ends", function()
      local statuses, last = {}, nil
      for counts, job in client():watch {JobId = service.job_id, interval = 0.01} do
        local truth = service:truth().jobs[1]
        assert.same({truth.by_status, truth.JobStatus}, {counts.by_status, job.JobStatus})
        statuses[#statuses + 1], last = job.JobStatus, counts
        service:advance(60)
      end
      assert.equal("COMPLETED", table.remove(statuses))
      for _, status in ipairs(statuses) do assert.equal("IN_PROGRESS", status) end
      assert.is_true(#statuses > 2)
      assert.equal(150, last:report().settled)
    end)

    it("sends nothing before the first look, and nothing more once it is closed", function()
      local watch = client():watch {JobId = service.job_id}
      assert.equal(0, service:stats().requests)
      assert.truthy(watch:next())
      assert.equal(9, service:stats().requests)
      watch:close()
      assert.is_nil(watch:next())
      assert.equal(9, service:stats().requests)
    end)

    it("ends with an error after its time-out, and when the batch goes", function()
      local watch = client():watch {JobId = service.job_id, interval = 0.01, timeout = 0.2}
      local counts, err
      repeat counts, err = watch:next() until not counts
      assert.same({"timeout", true}, {err.kind, err.retryable})
      local ok, raised = pcall(function()
        for _ in client():watch {JobId = service.job_id, interval = 0.01} do
          assert(client():delete_ota_firmware {FirmwareId = service:truth().jobs[1].FirmwareId})
        end
      end)
      assert.same({false, "iot.ota.JobNotFound"}, {ok, raised.code})
    end)

    it("tells of its looks by events", function()
      local events = {}
      local looking = client {on_event = function(event)
        if event.type == "look" then events[#events + 1] = event end
      end}
      local watch = looking:watch {JobId = service.job_id, interval = 0.01}
      watch:next()
      service:chaos {server_error = {count = 1}}
      watch:next()
      assert.same({3, 150, "IN_PROGRESS", 503}, {#events, events[1].counts.total, events[1].job.JobStatus,
        events[2].err.status})
    end)

    it("shows what it sees", function()
      local text = captured(function(file)
        for _ in client():watch {JobId = service.job_id, interval = 0.01, show = file} do service:advance(3600) end
      end)
      assert.truthy(text:find "^%d+ s: batch %w+ · IN_PROGRESS · 0 of 150 tasks settled" and text:find "done\n$", text)
    end)
  end)

  describe("client:wait", function()
    it("returns a verdict, and lets the client's loop wait", function()
      local waits = 0
      local text, verdict = captured(function(file)
        return client({loop = {wait = function(http, seconds)
          waits = waits + 1
          http:wait(seconds)
          service:advance(5)
        end}}):wait {
          JobId = service.job_id, interval = 0.01, timeout = "10m", fail_if = {failure_rate = 0.9}, show = file,
        }
      end)
      assert.same({0, service.job_id, 150}, {verdict.exit_code, verdict.JobId, verdict.counts.total})
      assert.is_true(waits > verdict.looks)
      assert.truthy(text:find "done\n$")
    end)

    -- A wait with a client whose clock is ten minutes wrong, while half an hour passes for the service at each look.
    local function hasty_wait(own, params)
      local hasty = aliota.new {
        endpoint = own.endpoint, credentials = own.credentials, proxy = false, quota = false, retries = 0,
        clock = function() return os.time() + 600 end,
        on_event = function(event)
          if event.type == "look" then own:advance(1800) end
        end,
      }
      params.interval = 0.01
      return hasty:wait(params)
    end

    it("tells by the service's clock for how long nothing has moved", function()
      local own = assert(sandbox.start {devices = 150}) -- some of its tasks wait to be confirmed
      finally(function() own:stop() end)
      own:advance(3 * 86400)
      local verdict = hasty_wait(own, {JobId = own.job_id, timeout = "10m", fail_if = {stalled = "80m"}})
      assert.same({"gate", "stalled", 4}, {verdict.outcome, (verdict.broken or {}).name, verdict.looks})
      assert.near(90 * 60, verdict.broken.value, 60)
      assert.is_true(verdict.seconds < 600)
    end)

    it("tells by the service's clock whether a batch can begin in time", function()
      local own = assert(sandbox.start {devices = 150, timeout_minutes = 60})
      finally(function() own:stop() end)
      own:advance(30 * 86400)
      local truth = own:truth()
      local function planned(seconds)
        return assert(aliota.new({endpoint = own.endpoint, credentials = own.credentials, proxy = false})
          :call("CreateOTAStaticUpgradeJob", {
            FirmwareId = truth.jobs[1].FirmwareId, ProductKey = truth.ProductKey, TargetSelection = "SPECIFIC",
            TargetDeviceName = {"device-000001"}, OverwriteMode = 2,
            ScheduleTime = math.floor(truth.now + seconds) * 1000,
          })).Data.JobId
      end
      -- 900 of the seconds are for clocks that differ.
      local verdict = hasty_wait(own, {JobId = planned(1600), timeout = "10m"})
      assert.same({"timeout", 1}, {verdict.outcome, verdict.looks})
      truth = own:truth()
      assert.equal("done", hasty_wait(own, {JobId = planned(1400), timeout = "10m"}).outcome)
    end)

    it("is interrupted in a pause, and leaves the view behind whole", function()
      local text = captured(function(file)
        local pauses = 0
        local ok, raised = pcall(function()
          return client({loop = {wait = function(http, seconds)
            http:wait(seconds)
            pauses = pauses + (http:active() == 0 and 1 or 0)
            if pauses > 3 then error("interrupted!", 0) end
          end}}):wait {JobId = service.job_id, show = file}
        end)
        assert.same({false, "interrupted!"}, {ok, raised})
      end)
      assert.truthy(text:find "\n$")
    end)

    it("is ended by a canceller, in a pause, too", function()
      local cancel = aliota.canceller()
      local verdict = client({loop = {wait = function(http, seconds)
        http:wait(seconds)
        if http:active() == 0 then cancel:cancel "enough" end
      end}}):wait {JobId = service.job_id, cancel = cancel}
      assert.same({3, "cancelled", "enough"}, {verdict.exit_code, verdict.err.kind, verdict.err.message})
    end)

    it("uses the frame on a terminal that can move its cursor, and the log elsewhere", function()
      local terminal = require "aliota.show.terminal"
      local is = terminal.is
      service:advance(14 * 3600)
      for _, case in ipairs {{"xterm", true, true}, {"dumb", true, false}, {"xterm", false, false}} do
        terminal.is = function() return case[2] end
        local text
        environment({TERM = case[1], COLUMNS = "80"}, function()
          text = captured(function(file)
            client():wait {JobId = service.job_id, show = file}
          end)
        end)
        terminal.is = is
        assert.equal(case[3], text:find("█", 1, true) ~= nil, text)
      end
    end)
  end)

  it("shows watches of one loop on one display", function()
    local cqueues = require "cqueues"
    local terminal = require "aliota.show.terminal"
    local first, names = assert(client():job(service.job_id)), {}
    for task in client():tasks({JobId = service.job_id}):take(2) do names[#names + 1] = task.DeviceName end
    local second = assert(client():create_ota_static_upgrade_job {FirmwareId = first.FirmwareId, OverwriteMode = 2,
      ProductKey = first.ProductKey, TargetSelection = "SPECIFIC", TargetDeviceName = names}).Data.JobId
    local looping, main = client {loop = require "aliota.loop.cqueues"}, cqueues.new()
    local is = terminal.is
    finally(function() terminal.is = is end)
    terminal.is = function() return true end
    local shown
    environment({TERM = "xterm", COLUMNS = "80", LINES = "24"}, function()
      shown = captured(function(file)
        local going = 2
        for _, id in ipairs {service.job_id, second} do
          main:wrap(function()
            local watch = looping:watch {JobId = id, interval = 0.01, show = file}
            assert(watch:next())
            going = going - 1
            while going > 0 do cqueues.sleep(0.01) end -- until both have been seen
            watch:close()
          end)
        end
        assert(main:loop())
      end)
    end)
    assert.truthy(shown:find("2 batches · ", 1, true), shown)
    for _, id in ipairs {service.job_id, second} do
      assert.truthy(shown:find(id .. " +%d+ +%d+%.%d %%") and shown:find("batch " .. id, 1, true), shown)
    end
  end)

  it("raises at the caller's line for what makes no sense", function()
    local c, id = client(), service.job_id
    assert_raises_here("did you mean \"FAILED\"?", function() c:wait {JobId = id, fail_if = {failed = 5}} end)
    assert_raises_here("fail_if: FAILED is -1; it must", function() c:wait {JobId = id, fail_if = {FAILED = -1}} end)
    assert_raises_here("did you mean \"fail_if\"?", function() c:wait {JobId = id, fails_if = {}} end)
    assert_raises_here('there is no option "fail_if"', function() c:watch {JobId = id, fail_if = {FAILED = 1}} end)
    assert_raises_here('timeout is "2 hours"; it must be', function() c:wait {JobId = id, timeout = "2 hours"} end)
    assert_raises_here("timeout is 0; it must be seconds above 0", function() c:watch {JobId = id, timeout = 0} end)
    assert_raises_here("interval is -1; it must be", function() c:watch {JobId = id, interval = -1} end)
    assert_raises_here('longest_interval is "x"', function() c:watch {JobId = id, longest_interval = "x"} end)
    assert_raises_here("show must be a boolean or an open file", function() c:watch {JobId = id, show = "yes"} end)
    assert_raises_here("watch takes no TaskStatus", function() c:watch {JobId = id, TaskStatus = "FAILED"} end)
    assert_raises_here("wait takes no PageSize", function() c:wait {JobId = id, PageSize = 10} end)
    assert_raises_here("JobId", function() c:wait {} end)
    assert_raises_here("call it with a colon: client:wait(…)", function() c.wait {JobId = id} end)
    assert.equal(0, service:stats().requests)
  end)
end)

local function ignore() end

describe("the time of a watch", function()
  it("pauses in the client's loop, until its time has come", function()
    local waits, ticks = 0, 0
    local time = new_time({loop = {wait = function(http, seconds)
      waits = waits + 1
      if waits > 2 then http:wait(seconds) end -- a loop may wait for less
    end}})
    local at = time.now() + 0.3
    time.pause(at, function() ticks = ticks + 1 end)
    assert.is_true(time.now() >= at)
    assert.is_true(waits >= 2 and ticks >= 2)
  end)

  it("does not wait when the time has come", function()
    new_time({loop = {wait = function() error "waits" end}}).pause(loop.now(), ignore)
  end)

  it("ends as soon as it is cancelled from within the loop", function()
    local cancel, waits = canceller.new(), 0
    new_time({loop = {wait = function()
      waits = waits + 1
      if waits == 3 then cancel:cancel() end
    end}}, cancel).pause(loop.now() + 3600, ignore)
    assert.equal(3, waits)
  end)

  it("lets an interruption through", function()
    local time = new_time {loop = {wait = function() error("interrupted!", 0) end}}
    assert.has_error(function() time.pause(loop.now() + 3600, ignore) end, "interrupted!")
  end)
end)
