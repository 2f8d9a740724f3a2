local cqueues = require "cqueues"
local example = require "spec.support.example"
local model = require "spec.support.model"
local sandbox = require "aliota.sandbox"
local shell = require "spec.support.shell"
local wait_until = require "spec.support.wait_until"

local FAST, SLOW = "--qps 1000", "--qps 2" -- calls a second

describe("retry_failed", function()
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
    return example.command(service, ("examples/retry_failed.lua %s %s"):format(job_id or service.job_id, options))
  end

  local function run(options, job_id)
    local said, status = shell.run("timeout 60 " .. command(options, job_id))
    return status, said
  end

  -- Starts one that applies; its end is waited for by `ended`.
  local function start(options)
    local pipe = io.popen(("exec 2>/dev/null; %s >/dev/null & echo $!; wait $!; echo $?"):format(
      command(options .. " --apply " .. journal)))
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
    local status, said = run(FAST .. " --apply " .. journal)
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
    assert.truthy(said:find("Nothing is changed before --apply JOURNAL.", 1, true), said)
    assert.same({0, failed}, {calls(), count_of "FAILED"})
  end)

  it("does it when told to, once", function()
    local failed, waiting = count_of "FAILED", count_of "CONFIRM"
    for _ = 1, 2 do
      local status, said = run(FAST .. " --apply " .. journal)
      assert.equal(0, status, said)
      assert.truthy(said:find("The plan is complete.", 1, true), said)
    end
    assert.same({0, waiting + failed, math.ceil(failed / 10)},
      {count_of "FAILED", count_of "CONFIRM", calls()})
  end)

  it("chooses by reason and version", function()
    local failed = count_of "FAILED"
    for _, options in ipairs {"--reason 'download failed'", "--version '1.0.*'", "--reason timeout --version 9"} do
      local status, said = run(options)
      assert.equal(0, status)
      assert.truthy(tonumber(said:match "Retry (%d+) task") < failed, said)
    end
  end)

  it("goes on with the same tasks only", function()
    local same = "--reason 'download failed' --version '1.0.*' --apply " .. journal
    assert.equal(0, (run(same)))
    local retried = calls()
    for _, options in ipairs {"", "--reason timeout --version '1.0.*'", "--reason 'download failed'"} do
      local status, said = run(options .. " --apply " .. journal)
      assert.equal(1, status)
      assert.truthy(said:find(journal .. " is of a plan for other tasks: ", 1, true), said)
    end
    assert.equal(0, (run(same)))
    assert.equal(retried, calls())
  end)

  it("survives kills at any moment, and tries no task twice", function()
    local failed, waiting, random = count_of "FAILED", count_of "CONFIRM", model.random(7)
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
    local failed, waiting, started = count_of "FAILED", count_of "CONFIRM", start(SLOW)
    wait_until(function() return calls() > 0 end)
    assert.equal(130, ended(started, "INT"))
    assert.truthy(count_of "FAILED" > 0)
    finish(failed, waiting)
  end)

  it("stops when the service fails in the middle, and says what was done and what was not", function()
    service:chaos {business_error = {after = 3, count = 1, action = "ReupgradeOTATask"}}
    local status, said = run(FAST .. " --apply " .. journal)
    assert.equal(1, status)
    for _, expected in ipairs {"done      30", "unknown   10  the answer was lost", "iot.system.SystemException",
      "run the same command again to go on"} do assert.truthy(said:find(expected, 1, true), said) end
    assert.equal(2, (run(FAST .. " --apply " .. journal))) -- the ten may still arrive
    assert.equal(10, count_of "FAILED")
  end)

  it("says what is wrong, and fails", function()
    assert(run("--apply " .. journal) == 0)
    for _, case in ipairs {
      {"", "nonesuch", "iot.ota.JobNotFound"}, {"--apply " .. journal, "nonesuch", "is of another batch"},
      {"--apply " .. directory, service.job_id, directory}, {"--apply " .. directory .. "/a/b", service.job_id, "a/b"},
    } do
      local status, said = run(case[1], case[2])
      assert.equal(1, status)
      assert.truthy(said:find(case[3], 1, true), said)
      assert.is_nil(said:find "stack traceback")
    end
  end)
end)
