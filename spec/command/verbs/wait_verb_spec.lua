local aliota = require "aliota"
local example = require "spec.support.example"
local sandbox = require "aliota.sandbox"
local shell = require "spec.support.shell"
local tmux = require "spec.support.tmux"

local DEVICES = 500

describe("aliota wait", function()
  local service
  before_each(function()
    service = assert(sandbox.start {devices = DEVICES, rollout = "fresh", timeout_minutes = 60})
  end)
  after_each(function() service:stop() end)

  local function command(options, job_id)
    local line = "bin/aliota wait %s --qps 1000 --interval 0.05 --longest-interval 0.2 %s"
    return example.command(service, line:format(job_id or service.job_id, options))
  end

  local function run(options, job_id)
    local said, status = shell.run(command(options, job_id))
    return status, said
  end

  -- Starts it, and returns once it has looked at the batch, with what is read from it and its process.
  local function start(options)
    local pipe = io.popen(("exec 2>&1; %s & echo $!; wait $!; echo exit $?"):format(command(options)))
    local pid = pipe:read "*l"
    assert.truthy(pipe:read("*l"):find "^%d+ s: batch %w+ · IN_PROGRESS · 0 of 500 tasks settled")
    return pipe, pid
  end

  local function ended(pipe)
    local said, status = pipe:read("*a"):match "^(.-)exit (%d+)\n$"
    pipe:close()
    return tonumber(status), said
  end

  local function client()
    return aliota.new {endpoint = service.endpoint, credentials = service.credentials, proxy = false}
  end

  it("exits with 0 when the batch is through, and prints its figures", function()
    local pipe = start "--timeout 10m --fail-if failure_rate=0.5 --fail-if settled=5"
    service:clock {speed = 3600}
    local status, said = ended(pipe)
    local by_status = service:truth().jobs[1].by_status
    assert.equal(0, status, said)
    local line = (" · 500 of 500 tasks settled · %d failed "):format(by_status.FAILED)
    assert.truthy(said:find(line, 1, true), said)
    assert.truthy(said:find("· done\nDONE after ", 1, true), said)
    assert.truthy(said:find(("\n%d of 500 tasks succeeded, %d failed, 0 canceled.\n"):format(by_status.SUCCEEDED,
      by_status.FAILED), 1, true), said)
  end)

  it("exits with 1 when a limit is broken", function()
    service:advance(14 * 3600)
    local status, said = run "--timeout 1m --fail-if failure_rate=0.01"
    assert.equal(1, status)
    assert.truthy(said:find "\nSTOPPED after %d+ s\nfailure_rate is %d.%d %%; at most 1.0 %% was allowed", said)
  end)

  it("stops the batch when a limit is broken, or says what that would be", function()
    service:advance(600)
    local path = os.tmpname()
    os.remove(path)
    local status, said = run "--fail-if FAILED=0 --on-gate plan"
    assert.equal(1, status, said)
    assert.truthy(said:find "\n%d+ tasks? would be canceled %(", said)
    assert.truthy(said:find("Nothing is changed before --on-gate cancel.\n", 1, true), said)
    status, said = run("--fail-if FAILED=0 --on-gate plan --journal " .. path)
    assert.equal(1, status, said)
    assert.truthy(said:find(("Nothing is changed before aliota apply %s.\n"):format(path), 1, true), said)
    os.remove(path)
    service:chaos {business_error = {action = "CancelOTATaskByJob", code = "Forbidden.RAM"}}
    status, said = run("--fail-if FAILED=0 --on-gate cancel --journal " .. path)
    assert.equal(5, status, said)
    assert.truthy(said:find("\nThe batch could not be stopped: CancelOTATaskByJob: ", 1, true), said)
    assert.truthy(said:find(("\naliota apply %s goes on with the plan.\n"):format(path), 1, true), said)
    service:chaos(false)
    assert.is_true(client():resume_plan({journal = path}):apply():is_complete())
    os.remove(path)
    status, said = run "--fail-if FAILED=0 --on-gate cancel --cancel-in-progress-task"
    assert.equal(1, status, said)
    assert.equal(0, service:truth().jobs[1].by_status.IN_PROGRESS)
    for expected, case in pairs {
      ['--on-gate takes cancel or plan, not cancle; did you mean "cancel"?'] = "--fail-if FAILED=0 --on-gate cancle",
      ["--on-gate needs --fail-if"] = "--on-gate cancel", ["--journal needs --on-gate"] = "--journal " .. path,
    } do
      status, said = run(case)
      assert.equal(3, status)
      assert.truthy(said:find(expected, 1, true), said)
    end
  end)

  it("exits with 2 after its time-out", function()
    local status, said = run "--timeout 5" -- by when a slow machine has looked, too
    assert.equal(2, status)
    assert.truthy(said:find "\nTIME%-OUT after %d+ s\n500 tasks are open %(QUEUED 500%).\n", said)
  end)

  it("exits with 3 for what is wrong with the batch, the keys, the options", function()
    for expected, case in pairs {
      ["iot.ota.JobNotFound"] = {"", "nonesuch"},
      ['--fail-if: there is no figure "failures"; did you mean "FAILED"?'] = {"--fail-if failures=3"},
      ["--fail-if takes NAME=LIMIT, such as failure_rate=0.05, not 0.05"] = {"--fail-if 0.05"},
      ["--timeout takes seconds or a duration such as 10m, not soon"] = {"--timeout soon"},
      ["--interval takes seconds or a duration such as 10m, not -1"] = {"--interval -1"},
      ["--timeout is 0; it must be seconds above 0"] = {"--timeout 0"},
      ["unknown option '--time-out'"] = {"--time-out 5"},
    } do
      local status, said = run(case[1], case[2])
      assert.equal(3, status, said)
      assert.truthy(said:find(expected, 1, true), said)
      assert.is_nil(said:find "stack traceback")
    end
    service.credentials.access_key_secret = "wrong"
    local status, said = run ""
    assert.equal(3, status)
    assert.truthy(said:find("SignatureDoesNotMatch", 1, true), said)
  end)

  it("exits with 3 when the batch is deleted meanwhile", function()
    local pipe = start ""
    assert(client():delete_ota_firmware {FirmwareId = service:truth().jobs[1].FirmwareId})
    local status, said = ended(pipe)
    assert.equal(3, status)
    -- whichever of a look's questions comes first after that
    assert.truthy(said:find "ERROR after %d+ s\n%a+: api error iot.ota.JobNotFound", said)
  end)

  it("exits with 4 when the batch is canceled meanwhile", function()
    local pipe = start ""
    assert(client():cancel_ota_task_by_job {JobId = service.job_id, CancelQueuedTask = true})
    local status, said = ended(pipe)
    assert.equal(4, status)
    assert.truthy(said:find("0 of 500 tasks succeeded, 0 failed, 500 canceled.", 1, true), said)
  end)

  it("goes on after a while without the service", function()
    local pipe = start "--timeout 10m"
    service:chaos {server_error = {}}
    local line = pipe:read "*l" -- once the calls have been repeated in vain
    assert.truthy(line:find "^%d+ s: batch %w+ · QueryOTAJob: api error ServiceUnavailable", line)
    service:chaos(false)
    service:clock {speed = 3600}
    assert.equal(0, (ended(pipe)))
  end)

  it("exits with 130 when it is interrupted, without a traceback", function()
    local pipe, pid = start ""
    os.execute("kill -INT " .. pid)
    local status, said = ended(pipe)
    assert.equal(130, status)
    assert.truthy(said:find "interrupted\n$" and not said:find "traceback", said)
  end)

  it("prints the verdict only when it is to be quiet", function()
    service:advance(14 * 3600)
    local status, said = run "--quiet"
    assert.equal(0, status)
    assert.truthy(said:find "^DONE after ", said)
  end)

  it("is a live view on a terminal, and leaves it whole when it is interrupted", function()
    local terminal = tmux.start(80, command "")
    finally(function() terminal:stop() end)
    terminal:wait_for "0 of 500 tasks settled"
    service:clock {speed = 60}
    local screen = terminal:wait_for "an hour, "
    local _, titles = screen:gsub("batch " .. service.job_id, "")
    assert.equal(1, titles)
    terminal:press "C-c"
    assert.truthy(terminal:wait_for("exit"):find "\ninterrupted\nexit 130$")
  end)
end)
