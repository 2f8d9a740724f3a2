local aliota = require "aliota"
local cjson = require "cjson"
local command = require "spec.support.command"
local sandbox = require "aliota.sandbox"
local shell = require "spec.support.shell"
local wait_until = require "spec.support.wait_until"

local FAST = "--qps 1000 --interval 0.05 --longest-interval 0.2"

describe("aliota follow", function()
  local service, directory, snapshot
  before_each(function()
    service = assert(sandbox.start {devices = 500, rollout = "fresh", timeout_minutes = 60})
    directory = shell.run("mktemp -d"):gsub("\n", "")
    snapshot = directory .. "/snapshot"
  end)
  after_each(function()
    service:stop()
    shell.run("rm -r " .. directory)
  end)

  local function line(words) return command.line(service, ("follow %s %s %s"):format(service.job_id, FAST, words)) end
  local function run(words) return command.shell("timeout 60 " .. line(words)) end

  local function start(words)
    local path = directory .. "/output"
    local pipe = io.popen(("exec 2>/dev/null; %s >%s & echo $!; wait $!; echo $?"):format(line(words), path))
    local started = {pid = pipe:read "*l"}
    function started.text()
      local file = io.open(path)
      local text = file and file:read "*a" or ""
      if file then file:close() end
      return text
    end
    function started.ended(signal)
      if signal then os.execute(("kill -%s %s"):format(signal, started.pid)) end
      local status = tonumber(pipe:read "*l")
      pipe:close()
      return status
    end
    return started
  end

  local function count_of(text) return select(2, text:gsub("\n", "")) end

  it("prints each change in a line, from the first look to the end of the batch", function()
    local run_of = start ""
    wait_until(function() return count_of(run_of.text()) == 500 end)
    service:clock {speed = 3600}
    assert.equal(0, run_of.ended())
    local last = {}
    for time, name, before, after in run_of.text():gmatch "(%S+)  (%S+) +(%S+) +> (%S+)[^\n]*\n" do
      assert.truthy(time:find "^%d%d%d%d%-%d%d%-%d%dT")
      assert.equal(last[name] or "new", before)
      last[name] = after
    end
    for _, row in ipairs(service:truth({JobId = service.job_id}).rows) do
      assert.equal(row.TaskStatus, last[row.DeviceName])
    end
  end)

  it("prints the task and the state before as an object a line", function()
    service:advance(14 * 3600)
    local status, output, errors = run "--output ndjson --where TaskStatus=FAILED --where 'DeviceName=*1'"
    assert.same({0, ""}, {status, errors})
    local count = 0
    for text in output:gmatch "[^\n]+" do
      local task = cjson.decode(text)
      assert.same({"FAILED", cjson.null}, {task.TaskStatus, task.before})
      assert.truthy(task.DeviceName:find "1$")
      count = count + 1
    end
    assert.truthy(count > 0)
  end)

  it("goes on from its snapshot: after ^C and kill -9 nothing is missed, and nothing told twice", function()
    local told, seen = {}, 0
    local function note(text)
      for name, after in text:gmatch "%S+  (%S+) +%S+ +> (%S+)[^\n]*\n" do
        local key = name .. after
        assert.is_nil(told[key], key)
        told[key], seen = true, seen + 1
      end
    end
    for _, signal in ipairs {"INT", "KILL", false} do
      local run_of = start("--since " .. snapshot)
      service:advance(signal and 1800 or 14 * 3600)
      wait_until(function() return not signal or count_of(run_of.text()) > 0 end)
      if signal == "KILL" then -- what is printed is kept as soon as the look is over
        local requests = service:stats().requests
        wait_until(function() return service:stats().requests > requests + 30 end)
      end
      local status = run_of.ended(signal)
      assert.truthy(status == (signal == "INT" and 130 or signal == "KILL" and 137 or 0), status) -- 0: it is over
      note(run_of.text())
    end
    local by_status = service:truth().jobs[1].by_status
    for _, row in ipairs(service:truth({JobId = service.job_id}).rows) do
      assert.is_true(told[row.DeviceName .. row.TaskStatus], row.DeviceName)
    end
    assert.truthy(by_status.SUCCEEDED > 0)
  end)

  it("tells nothing of what the first look shows where that is wanted", function()
    local status, output, errors = run(("--from-now --timeout 1 --since %s"):format(snapshot))
    assert.same({2, ""}, {status, output})
    assert.equal("timeout error: the batch is not through after 1 s; hint: raise --timeout, or see what the open tasks "
      .. "wait for\n", errors)
    service:advance(14 * 3600)
    status, output = run(("--from-now --task-status FAILED --since %s.failed --timeout 1"):format(snapshot))
    assert.same({"", true}, {output, status == 0 or status == 2})
    status, output = run("--since " .. snapshot)
    assert.equal(0, status)
    assert.truthy(count_of(output) > 400 and not output:find "new  ")
  end)

  it("says what is wrong with a snapshot, and changes nothing", function()
    assert.equal(2, (run(("--task-status FAILED --timeout 1 --since %s"):format(snapshot))))
    local function assert_refused(expected, words, path)
      local before = service:stats().requests
      local status, output, errors = run(("--since %s %s"):format(path or snapshot, words or ""))
      assert.same({1, ""}, {status, output}, errors)
      assert.equal(expected, errors)
      assert.equal(before, service:stats().requests)
    end
    local file = assert(io.open(snapshot))
    local text = file:read "*a"
    file:close()
    local function rewrite(content)
      file = assert(io.open(snapshot, "w"))
      file:write(content)
      file:close()
    end
    assert_refused(snapshot .. " is of a follow of FAILED, not of all states; to start over, delete it\n")
    rewrite "x"
    assert_refused(snapshot .. " is no snapshot; to start over, delete it\n")
    rewrite(text:sub(1, -20) .. "x" .. text:sub(-18))
    assert_refused(snapshot .. " is damaged: it is not what it was when it was made; to start over, delete it\n",
      "--task-status FAILED")
    rewrite(text)
    assert_refused("file error: " .. directory .. ": Is a directory\n", "", directory)
    assert_refused("file error: " .. directory .. "/none/x: No such file or directory\n", "", directory .. "/none/x")
    assert.equal(2, (run(("--task-status FAILED --timeout 1 --since %s"):format(snapshot))))
  end)

  it("keeps its snapshot to itself, and says when that can be written no more", function()
    local run_of = start("--since " .. snapshot)
    wait_until(function() return io.open(snapshot) end)
    local status, _, errors = run("--timeout 1 --since " .. snapshot)
    assert.same({1, ("file error: %s: another process writes to this file; one at a time may\n"):format(snapshot)},
      {status, errors})
    assert.equal(130, run_of.ended "INT")
    local said = shell.run(("(trap '' XFSZ; ulimit -f 0; timeout 60 %s) 2>&1 | cat"):format(
      line("--timeout 5 --since " .. snapshot)))
    assert.truthy(said:find(("file error: %s: File too large\n"):format(snapshot), 1, true), said)
    assert.equal("output\nsnapshot\n", (shell.run("ls -A " .. directory)))
  end)

  it("says what is wrong with the batch", function()
    local client = aliota.new {endpoint = service.endpoint, credentials = service.credentials, proxy = false}
    local run_of = start "--timeout 60"
    wait_until(function() return count_of(run_of.text()) == 500 end)
    assert(client:delete_ota_firmware {FirmwareId = service:truth().jobs[1].FirmwareId})
    assert.equal(1, run_of.ended())
  end)
end)
