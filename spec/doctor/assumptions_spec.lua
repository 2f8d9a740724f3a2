-- Both sides of what is open of the service: aliota does right on either.
local aliota = require "aliota"
local assumptions = require "aliota.doctor.assumptions"
local chaos = require "aliota.sandbox.chaos"
local manual = require "spec.support.manual"
local sandbox = require "aliota.sandbox"
local sides = require "spec.support.sides"
local switches = require "aliota.sandbox.switches"

local DEVICES = 200

describe("assumptions", function()
  it("are about what the sandbox can play, each once", function()
    local seen, names = {}, switches.names()
    for _, row in ipairs(assumptions) do
      assert.is_nil(seen[row.name], row.name)
      assert.equal(row.unplayed == nil, (names[row.name] or chaos.KINDS[row.name]) ~= nil, row.name)
      seen[row.name] = true
    end
    for name in pairs(sides.first) do assert.is_true(seen[name], name) end
  end)

  it("name specs that turn their switches", function()
    for _, row in ipairs(assumptions) do
      local text = manual.text(("spec/%s_spec.lua"):format(row.spec))
      local is_turned = row.spec == "doctor/assumptions" and sides.last[row.name] ~= nil or text:find(row.name, 1, true)
      assert.truthy(is_turned, row.name)
    end
  end)
end)

for side, settings in pairs(sides) do
  describe("with the " .. side .. " answer to each open question", function()
    local service, client, rows, job_id
    setup(function()
      local options = {devices = DEVICES, rollout = "fresh", seed = 3}
      for name, value in pairs(settings) do options[name] = value end
      service = assert(sandbox.start(options))
      client = aliota.new {
        endpoint = service.endpoint, credentials = service.credentials, quota = false, proxy = false,
      }
      service:advance(600)
      job_id = service.job_id
      rows = service:truth({JobId = job_id}).rows
    end)
    teardown(function() service:stop() end)
    after_each(function() service:chaos(false) end)

    it("tasks are listed whole, each once: order, page_past_end, success_code", function()
      local tasks = client:tasks {JobId = job_id, PageSize = 20}
      assert.equal(DEVICES, tasks:count())
      assert.same({true, DEVICES, settings.order},
        {tasks.coverage.complete, tasks.coverage.unique, tasks.coverage.order})
      assert.same({}, client:tasks({JobId = job_id, PageSize = 20, CurrentPage = 11}):collect())
    end)

    it("Progress is a number: short_progress", function()
      service:chaos(side == "last" and {short_progress = {}} or false)
      for task in client:tasks(job_id) do assert.equal("number", type(task.Progress)) end
    end)

    it("devices are found, and others known to be none: unknown_device_names, total_with_names, pages_of_names",
      function()
        local names = {"elsewhere-1"}
        for i = 1, 60 do names[#names + 1] = rows[i].DeviceName end
        local found, absent = 0, 0
        local devices = client:devices {JobId = job_id, DeviceNames = names}
        for name, task in devices do
          if task then found = found + 1 else absent = absent + (name == "elsewhere-1" and 1 or 100) end
        end
        assert.same({60, 1, true}, {found, absent, devices.coverage.complete})
      end)

    it("tasks of devices are in the state that was asked for: status_filters_names", function()
      local names, expected = {}, 0
      for i = 1, 30 do
        names[i] = rows[i].DeviceName
        if rows[i].TaskStatus == rows[1].TaskStatus then expected = expected + 1 end
      end
      local tasks = client:tasks {JobId = job_id, DeviceNames = names, TaskStatus = rows[1].TaskStatus}
      assert.equal(expected, tasks:count())
      assert.is_true(expected > 0 and expected < 30)
    end)

    it("what is refused is told by its code, at once: refusal_status, refusal_format", function()
      local response, err = client:call("QueryOTAJob", {JobId = "nonesuch"})
      assert.same({nil, "api", "iot.ota.JobNotFound", settings.refusal_status, 1},
        {response, err.kind, err.code, err.status, #err.attempts})
      local stranger = aliota.new {
        endpoint = service.endpoint, proxy = false,
        credentials = {access_key_id = "stranger", access_key_secret = "unknown"},
      }
      response, err = stranger:call("QueryOTAJob", {JobId = job_id})
      assert.same({nil, "InvalidAccessKeyId.NotFound"}, {response, err.code})
    end)

    it("throttled calls are made again: throttle_status, retry_after, throttled_calls", function()
      service:chaos {throttled = {count = 2, action = "ListOTATaskByJob"}}
      local tasks = client:tasks(job_id)
      assert.same({DEVICES, true}, {tasks:count(), tasks.coverage.complete})
      service:chaos {throttled = {}}
      local _, err = aliota.new({
        endpoint = service.endpoint, credentials = service.credentials, proxy = false, retries = 0,
      }):call("QueryOTAJob", {JobId = job_id})
      assert.same({"throttled", settings.throttle_status}, {err.kind, err.status})
    end)

    it("batches are listed, or refused with a code: list_page_limit, list_job_status", function()
      local ended = service:truth().jobs[1]
      local list, err = client:jobs({FirmwareId = ended.FirmwareId}):collect()
      assert.same(settings.list_page_limit < 100 and {nil, "iot.common.InvalidPageParams"} or {1, nil},
        {list and #list, err and err.code})
      list = assert(client:jobs({FirmwareId = ended.FirmwareId, PageSize = 20}):collect())
      assert.same({1, job_id, ended.JobStatus}, {#list, list[1].JobId, list[1].JobStatus})
    end)
  end)
end

for side, settings in pairs(sides) do
  describe("where batches are changed, with the " .. side .. " answer", function()
    local service, client
    before_each(function()
      local options = {devices = DEVICES, rollout = "fresh", seed = 3, timeout_minutes = 60}
      for name, value in pairs(settings) do options[name] = value end
      service = assert(sandbox.start(options))
      client = aliota.new {
        endpoint = service.endpoint, credentials = service.credentials, quota = false, proxy = false,
      }
    end)
    after_each(function() service:stop() end)

    local function job(id)
      for _, one in ipairs(service:truth().jobs) do
        if one.JobId == id then return one end
      end
    end

    local function pending(id)
      local by_status = job(id).by_status
      return by_status.CONFIRM + by_status.QUEUED + by_status.NOTIFIED
    end

    -- The first batch is out of the way; another one runs until a task has failed.
    local function another(operation, more)
      local first = service:truth().jobs[1]
      for _ = 1, DEVICES / 50 do
        assert(client:call("CancelOTATaskByJob", {JobId = first.JobId, CancelQueuedTask = true,
          CancelNotifiedTask = true, CancelUnconfirmedTask = true, CancelInProgressTask = true}))
      end
      local params = {FirmwareId = first.FirmwareId, ProductKey = service:truth().ProductKey, MaximumPerMinute = 30,
        TimeoutInMinutes = 60}
      for name, value in pairs(more) do params[name] = value end
      local id = assert(client:call(operation, params)).Data.JobId
      for _ = 1, 200 do
        if job(id).by_status.FAILED > 0 then break end
        service:advance(10)
      end
      return id
    end

    local function stop(id)
      return client:wait {JobId = id, interval = 0.02, fail_if = {FAILED = 0}, on_gate = "cancel"}
    end

    it("all is canceled, and what may come back is told: cancel_reach, canceled_retries", function()
      local id = another("CreateOTAStaticUpgradeJob", {TargetSelection = "ALL", RetryCount = 5, RetryInterval = 10})
      assert.is_true(pending(id) > 50)
      local verdict = stop(id)
      local failed = job(id).by_status.FAILED
      assert.same({0, failed, 1}, {pending(id), verdict.stop.retries, verdict.exit_code})
      service:advance(86400)
      assert.equal(settings.canceled_retries == "ended", job(id).by_status.FAILED == failed)
    end)

    it("tasks are canceled whatever becomes of the strategy: strategy_cancels", function()
      local id = another("CreateOTADynamicUpgradeJob", {})
      assert(client:call("CancelOTAStrategyByJob", {JobId = id}))
      local again, err = client:call("CancelOTAStrategyByJob", {JobId = id})
      assert.equal(settings.strategy_cancels == "any", again ~= nil, tostring(err))
      stop(id)
      assert.equal(0, pending(id))
    end)

    it("a new batch is listed whenever it is: new_batches", function()
      local first = service:truth().jobs[1]
      service:advance(300)
      local before = #assert(client:jobs({FirmwareId = first.FirmwareId, PageSize = 20}):collect())
      local id = assert(client:call("CreateOTAStaticUpgradeJob", {TargetSelection = "ALL",
        FirmwareId = first.FirmwareId, ProductKey = service:truth().ProductKey})).Data.JobId
      local list = assert(client:jobs({FirmwareId = first.FirmwareId, PageSize = 20}):collect())
      assert.equal(settings.new_batches == "listed" and before + 1 or before, #list)
      service:advance(60)
      list = assert(client:jobs({FirmwareId = first.FirmwareId, PageSize = 20}):collect())
      assert.same({before + 1, id}, {#list, list[#list].JobId})
    end)

    it("a share has the tasks that it has: gray_percent_of", function()
      service:advance(1200)
      local id = another("CreateOTAStaticUpgradeJob", {TargetSelection = "GRAY", GrayPercent = "50"})
      local tasks, old = client:tasks(id), DEVICES - service:truth().jobs[1].by_status.SUCCEEDED
      local total = job(id).total
      assert.same({total, true}, {tasks:count(), tasks.coverage.complete})
      assert.equal(settings.gray_percent_of == "outdated", total == math.ceil(old / 2))
    end)
  end)
end
