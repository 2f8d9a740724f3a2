local cqueues = require "cqueues"
local example = require "spec.support.example"
local model = require "spec.support.model"
local sandbox = require "aliota.sandbox"
local shell = require "spec.support.shell"
local wait_until = require "spec.support.wait_until"

local FAST, SLOW = "--qps 1000", "--qps 2" -- calls a second

describe("aliota retry", function()
  local service, directory, journal
  before_each(function()
    service = assert(sandbox.start {devices = 8000})
    directory = shell.run("mktemp -d"):gsub("\n", "")
    journal = directory .. "/journal"
  end)
  after_each(function()
    service:stop()
    shell.run("rm -r " .. directory)
  end)

  local function command(options, job_id)
    return example.command(service, ("bin/aliota retry %s %s"):format(job_id or service.job_id, options))
  end

  local function run(options, job_id)
    local said, status = shell.run("timeout 60 " .. command(options, job_id))
    return status, said
  end

  local function apply_command(options)
    return example.command(service, ("bin/aliota apply %s %s"):format(journal, options))
  end

  local function apply()
    local said, status = shell.run("timeout 60 " .. apply_command(FAST))
    return status, said
  end

  -- Starts what applies the journal; its end is waited for by `ended`.
  local function start(options)
    local line = "exec 2>/dev/null; %s >/dev/null & echo $!; wait $!; echo $?"
    local pipe = io.popen(line:format(apply_command(options)))
    return {pipe = pipe, pid = pipe:read "*l"}
  end

  local function ended(started, signal)
    os.execute(("kill -%s %s"):format(signal, started.pid))
    local status = tonumber(started.pipe:read "*l")
    started.pipe:close()
    return status
  end

  local function count_of(status)
    for _, job in ipairs(service:truth().jobs) do
      if job.JobId == service.job_id then return job.by_status[status] end
    end
  end

  local function calls() return service:stats().by_action.ReupgradeOTATask or 0 end

  -- Lets the plan end. What was being sent when a process ended may still arrive, for all that the next one knows.
  local function finish(failed, waiting)
    local status, said = apply()
    local unknown = tonumber(said:match "unknown +(%d+)" or 0)
    assert.equal(unknown == 0 and 0 or 2, status, said)
    assert.same({unknown, waiting + failed - unknown}, {count_of "FAILED", count_of "CONFIRM"}, said)
    assert.is_nil(service:stats().by_code["iot.ota.InvalidTaskStatus"]) -- what a second try is answered with
  end

  it("only says what it would do", function()
    local failed = count_of "FAILED"
    local status, said = run ""
    assert.equal(0, status)
    assert.truthy(said:find(("Retry %d tasks"):format(failed), 1, true), said)
    assert.truthy(said:find("Nothing is changed before %-%-yes.\n$"), said)
    assert.same({0, failed}, {calls(), count_of "FAILED"})
  end)

  it("does it when told to, by --yes or by its journal, once", function()
    local failed, waiting = count_of "FAILED", count_of "CONFIRM"
    local status, said = run(("--journal %s --where 'SrcVersion=1.0.*'"):format(journal))
    assert.equal(0, status, said)
    assert.truthy(said:find(("Nothing is changed before aliota apply %s.\n"):format(journal), 1, true), said)
    assert.same({0, failed}, {calls(), count_of "FAILED"})
    for _ = 1, 2 do
      status, said = apply()
      assert.equal(0, status, said)
      assert.truthy(said:find "The plan is complete.\n$", said)
    end
    local first, rest = calls(), count_of "FAILED"
    assert.truthy(rest > 0 and first == math.ceil((failed - rest) / 10))
    status, said = run(FAST .. " --yes")
    assert.equal(0, status, said)
    assert.truthy(said:find("before --yes.\n", 1, true) and said:find "The plan is complete.\n$", said)
    assert.same({0, waiting + failed, first + math.ceil(rest / 10)}, {count_of "FAILED", count_of "CONFIRM", calls()})
  end)

  it("chooses by reason, version, state and devices", function()
    local failed = count_of "FAILED"
    for _, options in ipairs {
      "--where 'reason=download failed'", "--where 'SrcVersion=1.0.*'", "--where reason=timeout --where SrcVersion=9",
      "--task-status CANCELED", "--device-names device-000001,device-000002,device-000003",
    } do
      local status, said = run(options)
      assert.equal(0, status)
      assert.truthy(tonumber(said:match "Retry (%d+) task") < failed, said)
    end
  end)

  it("begins no plan where a journal has one, whichever tasks are meant, and says what goes on with it", function()
    local same = "--where 'reason=download failed' --where 'SrcVersion=1.0.*' --yes --journal " .. journal
    assert.equal(0, (run(FAST .. " " .. same)))
    local retried = calls()
    for _, options in ipairs {same, "--yes --journal " .. journal, "--journal " .. journal} do
      local status, said = run(options)
      assert.equal(1, status)
      assert.equal(("%s: there is such a file; aliota apply %s goes on with its plan\n"):format(journal, journal), said)
    end
    assert.equal(0, (apply()))
    assert.equal(retried, calls())
  end)

  it("survives kills at any moment, and tries no task twice", function()
    local failed, waiting, random = count_of "FAILED", count_of "CONFIRM", model.random(7)
    assert.equal(0, (run(FAST .. " --journal " .. journal)))
    service:chaos {latency = {ms = 20}}
    for i = 1, 6 do
      local before, started = calls(), start(SLOW)
      wait_until(function() return calls() > before or i % 3 == 0 end)
      cqueues.poll(random(100) / 1000)
      assert.equal(137, ended(started, "KILL"))
    end
    finish(failed, waiting)
  end)

  it("can be interrupted, says so, and goes on", function()
    local failed, waiting = count_of "FAILED", count_of "CONFIRM"
    assert.equal(0, (run(FAST .. " --journal " .. journal)))
    local started = start(SLOW)
    wait_until(function() return calls() > 0 end)
    assert.equal(130, ended(started, "INT"))
    assert.truthy(count_of "FAILED" > 0)
    finish(failed, waiting)
  end)

  it("stops when the service fails in the middle, and says what was done and what was not", function()
    service:chaos {business_error = {after = 3, count = 1, action = "ReupgradeOTATask"}}
    local status, said = run(FAST .. " --yes --journal " .. journal)
    assert.equal(1, status)
    for _, expected in ipairs {"done      30", "unknown   10  the answer was lost", "iot.system.SystemException",
      ("aliota apply %s goes on with it\n"):format(journal)} do assert.truthy(said:find(expected, 1, true), said) end
    status, said = apply()
    assert.equal(2, status) -- the ten may still arrive
    assert.truthy(said:find(("aliota apply %s finds out what is unknown, later"):format(journal), 1, true), said)
    assert.equal(10, count_of "FAILED")
  end)

  it("says what to do where there is no journal to go on with", function()
    service:chaos {business_error = {after = 3, count = 1, action = "ReupgradeOTATask"}}
    local status, said = run(FAST .. " --yes")
    assert.equal(1, status)
    assert.truthy(said:find "there is no journal to go on with: run the same command again in 16 minutes", said)
    assert.is_nil(said:find "plan:apply")
  end)

  it("says what is wrong, and fails", function()
    for _, case in ipairs {
      {"", "nonesuch", "iot.ota.JobNotFound"}, {"--journal " .. directory, service.job_id, directory},
      {"--journal " .. directory .. "/a/b", service.job_id, "a/b"},
      {"--task-status QUEUED", service.job_id, "it takes tasks in CANCELED, FAILED, none of which is asked for"},
      {"--task-status FAILD", service.job_id, 'did you mean "FAILED"?'},
      {"--where Version=1", service.job_id, 'there is no field or condition "Version"'},
      {"--apply x", service.job_id, "unknown option '--apply'"},
    } do
      local status, said = run(case[1], case[2])
      assert.equal(1, status)
      assert.truthy(said:find(case[3], 1, true), said)
      assert.is_nil(said:find "stack traceback")
    end
  end)
end)
