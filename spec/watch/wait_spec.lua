-- Rollouts in the sandbox's virtual time, compared with its truth.
local canceller = require "aliota.util.canceller"
local virtual = require "spec.support.virtual_watch"

-- What the gate should say, figured out anew from the truth.
local function failure_rate(job)
  local failed, succeeded = job.by_status.FAILED, job.by_status.SUCCEEDED
  return failed + succeeded > 0 and failed / (failed + succeeded) or 0
end

local function settled(job)
  return job.by_status.FAILED + job.by_status.SUCCEEDED + job.by_status.CANCELED
end

-- The verdict without its line breaks.
local function words_of(result) return (tostring(result):gsub("\n", " ")) end

describe("watch.wait", function()
  local batch
  after_each(function()
    if batch then batch:stop() end
    batch = nil
  end)

  local function start(options)
    batch = virtual.start(options)
    return batch
  end

  -- Cancels the first batch before any device has its version, then makes another one for all devices.
  local function another(action, settings)
    assert(batch.client:cancel_ota_task_by_job {JobId = batch.job_id, CancelQueuedTask = true,
      CancelNotifiedTask = true, CancelUnconfirmedTask = true, CancelInProgressTask = true, CancelScheduledTask = true})
    local truth = batch.service:truth()
    local params = {FirmwareId = truth.jobs[1].FirmwareId, ProductKey = truth.ProductKey}
    for name, value in pairs(settings) do params[name] = value end
    batch.job_id = assert(batch.client:call(action, params)).Data.JobId
  end

  it("is done when the batch is, with the figures of the truth", function()
    start()
    local result, seen = batch:wait {timeout = "2h"}
    local truth = batch:truth()
    assert.same({"done", 0, "COMPLETED"}, {result.outcome, result.exit_code, truth.JobStatus})
    assert.same(truth.by_status, result.counts.by_status)
    assert.same({#seen, batch.passed}, {result.looks, result.seconds})
    for i = 1, #seen - 1 do assert.equal("IN_PROGRESS", seen[i].JobStatus) end
    assert.is_true(result.seconds < 2 * 3600)
  end)

  it("stops at the first look at which a rate is above its limit, not before", function()
    for seed = 1, 3 do
      start {devices = 1000, seed = seed}
      local result, seen = batch:wait {fail_if = {failure_rate = 0.04, settled = 20}}
      batch:stop()
      assert.same({"gate", 1, "failure_rate"}, {result.outcome, result.exit_code, result.broken.name})
      assert.equal(failure_rate(seen[#seen]), result.broken.value)
      for i, truth in ipairs(seen) do
        assert.equal(i == #seen, failure_rate(truth) > 0.04 and settled(truth) >= 20)
      end
    end
  end)

  it("stops when success is impossible, although too few are settled for a rate", function()
    start {devices = 1000}
    local result, seen = batch:wait {fail_if = {failure_rate = 0.01, settled = 990}}
    assert.same({"gate", 1}, {result.outcome, result.exit_code})
    for i, truth in ipairs(seen) do
      assert.is_true(settled(truth) < 990)
      assert.equal(i == #seen, truth.by_status.FAILED / (1000 - truth.by_status.CANCELED) > 0.01)
    end
  end)

  it("stops above a number of failures, or when devices are switched off for long", function()
    start {devices = 1000}
    local result, seen = batch:wait {fail_if = {FAILED = 10}}
    assert.is_true(seen[#seen].by_status.FAILED > 10 and seen[#seen - 1].by_status.FAILED <= 10)
    assert.equal(1, result.exit_code)
    result = batch:wait {fail_if = {stalled = "20m"}}
    assert.same({1, "stalled"}, {result.exit_code, result.broken.name})
    assert.is_true(result.broken.value > 1200 and settled(batch:truth()) < 1000)
  end)

  it("is not stopped by limits that hold", function()
    start()
    local result = batch:wait {fail_if = {failure_rate = 0.5, success_rate = 0.5, FAILED = 100, CANCELED = 0,
      stalled = "2h"}}
    assert.equal(0, result.exit_code)
  end)

  it("times out, and says what is open", function()
    start {devices = 1000}
    local result = batch:wait {timeout = "5m"}
    assert.same({"timeout", 2, 300}, {result.outcome, result.exit_code, result.seconds})
    assert.same("IN_PROGRESS", batch:truth().JobStatus)
    assert.truthy(words_of(result):find("tasks are open", 1, true))
  end)

  it("waits for tasks that are to be confirmed, and tells which", function()
    start()
    another("CreateOTAStaticUpgradeJob", {TargetSelection = "ALL", NeedConfirm = true})
    local result = batch:wait {timeout = "10h", longest_interval = "30m"}
    assert.equal(2, result.exit_code)
    assert.truthy(words_of(result):find("200 tasks have to be confirmed (ConfirmOTATask).", 1, true))
  end)

  it("waits for failed tasks that are tried again by themselves", function()
    start()
    another("CreateOTAStaticUpgradeJob", {TargetSelection = "ALL", RetryCount = 1, RetryInterval = 1440,
      TimeoutInMinutes = 60})
    local result, seen = batch:wait {timeout = "5d", longest_interval = "30m"}
    assert.same({0, "COMPLETED"}, {result.exit_code, batch:truth().JobStatus})
    local waiting = 0 -- looks at which nothing was open and the batch not over
    for _, truth in ipairs(seen) do
      if settled(truth) == truth.total and truth.JobStatus == "IN_PROGRESS" then waiting = waiting + 1 end
    end
    assert.is_true(waiting > 2)
  end)

  describe("for a batch that is to begin in six hours", function()
    local begins
    before_each(function()
      start()
      begins = math.floor(batch.service:truth().now) + 6 * 3600
      another("CreateOTAStaticUpgradeJob", {TargetSelection = "ALL", TimeoutInMinutes = 60,
        ScheduleTime = begins * 1000})
    end)

    it("waits, and does not take it for stalled", function()
      local result, seen = batch:wait {timeout = "2d", longest_interval = "10m", fail_if = {stalled = "3h"}}
      assert.same({"PLANNED", 0}, {seen[1].JobStatus, result.exit_code})
      assert.is_true(result.seconds > 6 * 3600)
    end)

    it("stops at once when that is after its time-out, however wrong the clock may be", function()
      local result = batch:wait {timeout = "5h"}
      assert.same({2, 0, 1}, {result.exit_code, result.seconds, result.looks})
      assert.truthy(words_of(result):find("TIME-OUT after 0 s 200 tasks are open (QUEUED 200). The batch does not "
        .. "begin before " .. os.date("!%Y-%m-%d %H:%M", begins) .. " UTC.", 1, true))
      result = batch:wait {timeout = 6 * 3600 - 600, longest_interval = "1h"}
      assert.same({2, 6 * 3600 - 600}, {result.exit_code, result.seconds})
    end)
  end)

  describe("for a dynamic batch", function()
    before_each(function()
      start {new_devices_per_minute = 1}
      another("CreateOTADynamicUpgradeJob", {TimeoutInMinutes = 60})
    end)

    it("is not done while it takes devices, however many are settled", function()
      local result = batch:wait {timeout = "6h", interval = "1m"}
      assert.equal(2, result.exit_code)
      assert.is_true(result.counts.total > 500)
      assert.truthy(words_of(result):find("it takes further devices until CancelOTAStrategyByJob", 1, true))
    end)

    it("is done when its strategy is cancelled and the rest is through", function()
      local result = batch:wait {timeout = "6h", during = {[20] = function()
        assert(batch.client:cancel_ota_strategy_by_job {JobId = batch.job_id})
      end}}
      assert.same({0, "COMPLETED"}, {result.exit_code, batch:truth().JobStatus})
    end)
  end)

  it("ends when the batch is canceled meanwhile", function()
    start {devices = 1000}
    local result = batch:wait {timeout = "2h", fail_if = {CANCELED = 0}, during = {[1] = function()
      assert(batch.client:cancel_ota_task_by_job {JobId = batch.job_id, CancelQueuedTask = true,
        CancelNotifiedTask = true, CancelInProgressTask = true})
    end}}
    assert.same({"canceled", 4, "CANCELED"}, {result.outcome, result.exit_code, batch:truth().JobStatus})
    assert.same({1000, 2}, {result.counts.by_status.CANCELED, result.looks})
    assert.truthy(words_of(result):find("0 of 1,000 tasks succeeded, 0 failed, 1,000 canceled", 1, true))
  end)

  it("is an error when the batch is deleted meanwhile, and shows what was last seen", function()
    start()
    local result = batch:wait {timeout = "2h", during = {[3] = function()
      assert(batch.client:delete_ota_firmware {FirmwareId = batch:truth().FirmwareId})
    end}}
    assert.same({"error", 3, 3}, {result.outcome, result.exit_code, result.looks})
    assert.equal("iot.ota.JobNotFound", result.err.code)
    local text = tostring(result)
    assert.truthy(text:find "ERROR after %d+ s\nQueryOTAJob: api error iot.ota.JobNotFound" and text:find "200 tasks")
  end)

  it("is an error when there is no such batch", function()
    start()
    batch.job_id = "nonesuch"
    local result = batch:wait {timeout = "2h"}
    assert.same({3, "iot.ota.JobNotFound", 0, 0}, {result.exit_code, result.err.code, result.looks, result.seconds})
    assert.is_nil(result.counts)
    assert.truthy(words_of(result):find("Nothing is known of batch nonesuch.", 1, true))
  end)

  it("survives an hour without the service", function()
    start {devices = 1000}
    local away = 0
    local result = batch:wait {timeout = "1d", during = setmetatable({}, {__index = function(_, pause)
      return function()
        away = away + (pause > 2 and pause < 40 and 1 or 0)
        batch.service:chaos(pause > 2 and pause < 40 and {server_error = {}})
      end
    end})}
    assert.equal(37, away)
    assert.is_true(result.seconds > 3600)
    assert.same({0, batch:truth().by_status}, {result.exit_code, result.counts.by_status})
  end)

  it("times out when the service does not come back, and says so", function()
    start {devices = 1000}
    local result = batch:wait {timeout = "1h", during = {[2] = function() batch.service:chaos {server_error = {}} end}}
    batch.service:chaos(false)
    assert.same({2, 3600, 2}, {result.exit_code, result.seconds, result.looks})
    assert.truthy(words_of(result):find("The last look failed: QueryOTAJob: ", 1, true))
    assert.truthy(words_of(result):find("What follows was seen 59 min 50 s before.", 1, true))
  end)

  it("is an error of kind cancelled when its canceller ends it", function()
    start()
    local cancel = canceller.new()
    local result = batch:wait {cancel = cancel, during = {[2] = function() cancel:cancel "enough" end}}
    assert.same({3, "cancelled", "enough"}, {result.exit_code, result.err.kind, result.err.message})
  end)
end)
