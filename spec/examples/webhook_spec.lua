local cqueues = require "cqueues"
local example = require "spec.support.example"
local model = require "spec.support.model"
local receiver = require "spec.support.webhook_receiver"
local sandbox = require "aliota.sandbox"
local shell = require "spec.support.shell"
local stub = require "spec.support.stub"
local wait_until = require "spec.support.wait_until"

local KILLS = 20

describe("webhook", function()
  local service, there, folder, state
  before_each(function()
    service = assert(sandbox.start {devices = 2000, rollout = "fresh", timeout_minutes = 60})
    folder = shell.run("mktemp -d"):gsub("\n", "")
    state = folder .. "/state"
  end)
  after_each(function()
    service:stop()
    if there then there:stop() end
    there = nil
    shell.run("rm -r " .. folder)
  end)

  local function command(options, more)
    return ("env WEBHOOK_URL=%s http_proxy= %s %s"):format(there.url, more or "", example.command(service,
      ("examples/webhook.lua %s %s --interval 0.05 --qps 1000 %s"):format(service.job_id, state, options or "")))
  end

  local function run(options, more)
    local said, status = shell.run("timeout 60 " .. command(options, more))
    return status, said
  end

  local function finish_batch() service:advance(3 * 3600) end

  -- DeviceName of each task that failed → how often it was posted: 0.
  local function failed()
    local devices = {}
    for _, row in ipairs(service:truth({JobId = service.job_id}).rows) do
      if row.TaskStatus == "FAILED" then devices[row.DeviceName] = 0 end
    end
    return devices
  end

  local function posted()
    local devices = failed()
    for _, task in ipairs(there:tasks()) do devices[task.DeviceName] = devices[task.DeviceName] + 1 end
    return devices
  end

  local function assert_each_once()
    for device, times in pairs(posted()) do assert.equal(1, times, device) end
  end

  it("posts each failure once, until the batch is over, and nothing more after that", function()
    there = receiver.start()
    finish_batch()
    for _ = 1, 2 do
      local status, said = run()
      assert.same({0, ""}, {status, said})
      assert_each_once()
    end
    assert.is_true(#there:messages()[1].body.tasks > 1)
  end)

  it("says what it waits for, and gets through", function()
    there = receiver.start {stub.answer(503, ""), stub.answer(200, "")}
    finish_batch()
    local status, said = run()
    assert.equal(0, status)
    assert.matches("^http error: the webhook answered:  %(HTTP 503%).*; trying again in 0%.%d s\n$", said)
  end)

  it("ends when it is refused, and goes on with the same failures", function()
    there = receiver.start {stub.answer(404, "gone"), stub.answer(200, "")}
    finish_batch()
    local status, said = run()
    assert.equal(1, status)
    assert.matches("^http error: the webhook answered: gone %(HTTP 404%)", said)
    assert.matches("\nrun the same command again to go on\n$", said)
    assert.same({0, ""}, {run()})
    local messages = there:messages()
    assert.same(messages[1].body, messages[2].body)
  end)

  it("names what is in doubt, and does not post it again", function()
    there = receiver.start {{raw = "", close = true}}
    finish_batch()
    local status = run "--patience 1"
    assert.equal(1, status)
    local first = there:messages()[1].body.tasks
    there:stop()
    there = receiver.start {stub.answer(200, "")}
    local said
    status, said = run()
    assert.equal(0, status)
    local _, doubtful = said:gsub("may have been posted, and is not again: ", "")
    assert.equal(#first, doubtful)
    local again = posted()
    for _, task in ipairs(first) do
      assert.truthy(said:find(task.DeviceName, 1, true))
      again[task.DeviceName] = again[task.DeviceName] + 1
    end
    for device, times in pairs(again) do assert.equal(1, times, device) end
  end)

  it("posts to a robot of DingTalk, signed, and no faster than that allows", function()
    there = receiver.start {stub.answer(200, '{"errcode":0,"errmsg":"ok"}')}
    finish_batch()
    local pipe = io.popen(("exec 2>/dev/null; %s & echo $!; wait $!"):format(
      command("--format dingtalk", "WEBHOOK_SECRET=SEC0")))
    local pid = pipe:read "*l"
    wait_until(function() return #there:messages() >= 2 end)
    os.execute("kill -INT " .. pid)
    pipe:close()
    local message = there:messages()[1]
    assert.matches("^POST /hook%?timestamp=%d+&sign=[%w%%]+ HTTP", message.line)
    assert.equal("text", message.body.msgtype)
    assert.equal(20, select(2, message.body.text.content:gsub("\n", "")))
    local times = {}
    for i = 1, 2 do times[i] = tonumber(there:messages()[i].line:match "timestamp=(%d+)") end
    assert.is_true(times[2] - times[1] >= 2000) -- whole seconds of the clock
  end)

  -- Starts one whose errors go to a file; its end is waited for by `ended`.
  local function start(errors)
    local pipe = io.popen(("exec 2>/dev/null; %s 2>>%s >/dev/null & echo $!; wait $!; echo $?"):format(
      command(), errors))
    return {pipe = pipe, pid = pipe:read "*l"}
  end

  local function ended(started, signal)
    os.execute(("kill -%s %s"):format(signal, started.pid))
    local status = tonumber(started.pipe:read "*l")
    started.pipe:close()
    return status
  end

  it("survives kills at any moment: nothing is posted twice, and nothing lost but what it names", function()
    local slow = stub.answer(200, "")
    slow.pause = 0.02
    there = receiver.start {slow}
    local errors, random = folder .. "/errors", model.random(11)
    for _ = 1, KILLS do
      service:advance(15)
      local asked, started = service:stats().requests, start(errors)
      wait_until(function() return service:stats().requests > asked end)
      cqueues.poll(random(120) / 1000)
      assert.equal(137, ended(started, "KILL"))
    end
    finish_batch()
    local status, said = run()
    assert.equal(0, status, said)
    local named = {}
    for line in (shell.run("cat " .. errors) .. said):gmatch "may have been posted, and is not again: [^\n]+" do
      named[line:match ": (%S+)"] = true
    end
    for device, times in pairs(posted()) do
      assert.is_true(times == 1 or (times == 0 and named[device]), device .. " was posted " .. times .. " times")
    end
    local before = #there:messages()
    assert.equal(0, (run()))
    assert.equal(before, #there:messages())
  end)

  it("can be interrupted between two looks, says so, and goes on with nothing in doubt", function()
    there = receiver.start()
    service:advance(200)
    local started = start(folder .. "/errors")
    wait_until(function() return #there:messages() > 0 end)
    assert.equal(130, ended(started, "INT"))
    finish_batch()
    local status = run()
    assert.equal(0, status)
    assert_each_once()
  end)

  it("has help, and is lost without argparse", function()
    local said, status = shell.run("lua5.4 examples/webhook.lua --help")
    assert.equal(0, status)
    for _, expected in ipairs {"Usage: ", "WEBHOOK_URL", "ALIBABA_CLOUD_REGION_ID", "\nExit status: 0 "} do
      assert.truthy(said:find(expected, 1, true), said)
    end
    said, status = shell.run("LUA_INIT='package.preload.argparse = function() error(\"module \\x27argparse\\x27 not "
      .. "found\", 0) end' lua5.4 examples/webhook.lua")
    assert.same({1, "the Lua module argparse is missing; apt install lua-argparse, or luarocks "
      .. "--lua-version 5.4 install argparse\n"},
      {status, said})
  end)

  it("says what is wrong in a line, and fails", function()
    there = receiver.start()
    finish_batch()
    assert.equal(0, (run()))
    local other = ("%s examples/webhook.lua nonesuch %s"):format("", state)
    for expected, line in pairs {
      ["WEBHOOK_URL is missing: the address to post to"] = command(nil, "WEBHOOK_URL="),
      ["url must look like https://host/path"] = command(nil, "WEBHOOK_URL=hooks.example.com/x"),
      [state .. " is of another batch, " .. service.job_id] =
        "env WEBHOOK_URL=http://h/ " .. example.command(service, other),
      ["--format takes json or dingtalk, not xml"] = command "--format xml",
      ["is no file"] = command():gsub(state, "/dev/null"),
    } do
      local said, status = shell.run("timeout 60 " .. line)
      assert.equal(1, status, said)
      assert.truthy(said:find(expected, 1, true), said)
      assert.is_nil(said:find "traceback")
    end
  end)
end)
