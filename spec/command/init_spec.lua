local aliota = require "aliota"
local command = require "spec.support.command"
local compat = require "aliota.util.compat"
local manual = require "spec.support.manual"
local sandbox = require "aliota.sandbox"
local shell = require "spec.support.shell"
local wait_until = require "spec.support.wait_until"

local LUA = require "spec.support.interpreter"

-- Verbs that ask an account: what they are given besides a batch.
local OF_BATCH = {
  list = "", summary = "", report = "", export = "/dev/null --output csv", follow = "", watch = "", wait = "",
  retry = "", confirm = "", cancel = "--task-status QUEUED", doctor = "",
}
local OTHERS = {"jobs", "board", "apply", "rollout", "explain", "sandbox", "completion"}

local VERBS = {}
for verb in pairs(OF_BATCH) do VERBS[#VERBS + 1] = verb end
for _, verb in ipairs(OTHERS) do VERBS[#VERBS + 1] = verb end
table.sort(VERBS)

local function run(words, environment)
  return command.shell(("%s %s bin/aliota %s"):format(environment or "", LUA, words))
end

local function failed_of(verb) return (verb == "wait" or verb == "rollout") and 3 or 1 end

describe("aliota", function()
  it("has help that names every verb, keys and exit status", function()
    local status, output, errors = run "--help"
    assert.same({0, ""}, {status, errors})
    for _, verb in ipairs(VERBS) do assert.truthy(output:find("\n   " .. verb .. " +%u%l"), verb) end
    for _, word in ipairs {"ALIBABA_CLOUD_ACCESS_KEY_ID", "ALIBABA_CLOUD_REGION_ID", "ALIOTA_ENDPOINT",
      "docs/command.md", "\nExit status: 0 "} do assert.truthy(output:find(word, 1, true), word) end
  end)

  it("names a file for every verb that it has", function()
    local files = {}
    for name in shell.run "ls lua/aliota/command/verbs":gmatch "(%l+)_verb.lua\n" do files[#files + 1] = name end
    assert.same(VERBS, files)
  end)

  it("tells its version", function()
    assert.same({0, ("aliota %s\n"):format(require "aliota.version"), ""}, {run "--version"})
  end)

  it("says what is wrong with its words, and what may have been meant", function()
    for words, expected in pairs {
      [""] = "a command is required; --help lists them", ["lst"] = [[unknown command 'lst'; did you mean "list"?]],
      ["list"] = "missing argument 'JobId'", ["list ''"] = "JobId is empty", ["list j k"] = "too many arguments",
      ["list j --status FAILED"] = [[unknown option '--status'; did you mean "--task-status"?]],
      ["list j --fail-if x=1"] = "unknown option '--fail-if'", ["list j --qps x"] = "--qps takes a number, not x",
      ["list j --task-status FAIL"] = [[--task-status takes a state of tasks, not FAIL; did you mean "FAILED"?]],
      ["list j --fields DeviceNam"] = [[--fields names "DeviceNam", which is no field; did you mean "DeviceName"?]],
      ["list j --output cvs"] = [[--output takes a format, not cvs; did you mean "csv"?]],
      ["list j --device-names @/none/x"] = "not @/none/x; /none/x: No such file or directory",
      ["list j --on-event json"] = [[--on-event takes text or ndjson, not json; did you mean "ndjson"?]],
      ["jobs --fields Job"] = [[--fields names "Job", which is no field; did you mean "JobId"?]],
      ["summary j --output csv"] = "--output takes text or json, not csv",
    } do
      local status, output, errors = run(words)
      assert.same({1, ""}, {status, output}, words)
      assert.truthy(errors:find "^Usage: aliota " and errors:find("\n\nError: ", 1, true), errors)
      assert.truthy(errors:find(expected, 1, true), errors)
      assert.is_nil(errors:find "traceback")
    end
  end)

  for _, verb in ipairs(VERBS) do
    it(verb .. " has help with an example, which is not lost unnoticed", function()
      local status, output, errors = run(verb .. " --help")
      assert.same({0, ""}, {status, errors})
      assert.truthy(output:find("^Usage: aliota " .. verb .. " "), output)
      assert.truthy(output:find("\nExit status: 0 ", 1, true))
      assert.truthy(output:find("\n\nExample:\n   aliota " .. verb .. " ", 1, true) or verb == "apply", output)
      local has_account = output:find("--region", 1, true) ~= nil
      assert.equal(verb ~= "sandbox" and verb ~= "completion", has_account)
      local status_when_full, _, errors_when_full = run(verb .. " --help >/dev/full")
      assert.same({failed_of(verb), "standard output: No space left on device\n"}, {status_when_full, errors_when_full})
    end)
  end

  it("says which package to install where argparse is missing", function()
    local hidden = ("LUA_INIT='package.preload.argparse = function() error(%s, 0) end'"):format(
      [["module \x27argparse\x27 not found"]])
    for verb, expected in pairs {list = 1, wait = 3, ["--help"] = 1} do
      assert.same({expected, "", ("the Lua module argparse is missing; apt install lua-argparse, or luarocks "
        .. "--lua-version %s install argparse\n"):format(compat.version)}, {run(verb, hidden)})
    end
    local path = ("LUA_PATH='%s/lua/?.lua;%s/lua/?/init.lua' LUA_PATH_5_4="):format((shell.run "pwd":gsub("\n", "")),
      (shell.run "pwd":gsub("\n", "")))
    local status, output, errors = run("list j", path:gsub(" LUA_PATH_5_4=$", ""))
    assert.same({1, ""}, {status, output})
    assert.truthy(errors:find "^the Lua module [%w_.]+ is missing; apt install lua%-", errors)
  end)

  it("has help where there is no core, and else says which command builds it", function()
    local no_core = [[LUA_INIT='package.cpath = package.cpath:gsub("[^;]*build[^;]*;?", "")']]
    for _, verb in ipairs(VERBS) do
      local status, _, errors = run(verb .. " --help", no_core)
      assert.same({0, ""}, {status, errors}, verb)
    end
    local status, output, errors = run("list j", no_core)
    assert.same({1, ""}, {status, output})
    assert.truthy(errors:find "^aliota's C core[^\n]+make build builds one for each Lua\n$", errors)
  end)

  it("says where keys and region come from", function()
    local none = "env -u ALIBABA_CLOUD_REGION_ID -u ALIBABA_CLOUD_ACCESS_KEY_ID HOME=/none ALIOTA_ENDPOINT="
    local keys = " ALIBABA_CLOUD_ACCESS_KEY_ID=a ALIBABA_CLOUD_ACCESS_KEY_SECRET=b"
    for words, case in pairs {
      ["list j"] = {none .. keys, "pass --region cn-shanghai or set ALIBABA_CLOUD_REGION_ID"},
      ["list j --qps 0"] = {none .. keys, "--qps is 0; it must be a whole number"},
      ["list j --region nowhere"] = {none .. keys, "iot.nowhere.aliyuncs.com"},
      ["list j --endpoint x:y:z"] = {none .. keys, "endpoint"},
      ["list j --endpoint http://127.0.0.1:9"] = {none, "ALIBABA_CLOUD_ACCESS_KEY_ID is missing"},
      ["list j --profile p --region cn-shanghai"] = {none, "profile"},
    } do
      local status, output, errors = run(words, case[1])
      assert.same({1, ""}, {status, output})
      assert.truthy(errors:find(case[2], 1, true), errors)
      assert.is_nil(errors:find "traceback")
    end
  end)

  describe("with a service", function()
    local service
    setup(function() service = assert(sandbox.start {devices = 120, rollout = "fresh"}) end)
    teardown(function() service:stop() end)

    for verb, more in pairs(OF_BATCH) do
      it(verb .. " says so where its output is lost", function()
        if verb == "export" then return end -- which has none
        local status, _, errors = command.run(service,
          ("%s %s %s >/dev/full"):format(verb, service.job_id, verb == "wait" and "--timeout 0.5" or more))
        assert.same({failed_of(verb), "standard output: No space left on device\n"},
          {status, errors:match "([^\n]+\n)$" and errors:match "([^\n]+\n)$"})
      end)

      it(verb .. " exits with 130 when it is interrupted, and says so in a line", function()
        service:chaos {latency = {ms = 20000}}
        finally(function() service:chaos(false) end)
        service:reset()
        local pipe = io.popen(("%s 2>&1 & pid=$!; echo $pid; wait $pid; echo status $?"):format(
          command.line(service, ("%s %s %s"):format(verb, service.job_id, more))))
        local pid = pipe:read "*l"
        wait_until(function() return service:stats().requests > 0 end)
        os.execute("kill -INT " .. pid)
        local output = pipe:read "*a"
        pipe:close()
        assert.truthy(output:find "interrupted\nstatus 130\n$", output)
        assert.is_nil(output:find "traceback")
      end)
    end

    -- What a verb's help shows, for a few seconds.
    for _, verb in ipairs(VERBS) do
      it(verb .. " does what its example says", function()
        local _, help = run(verb .. " --help")
        local example = assert(help:match "\nExample:\n +([^\n]+)\n")
        local client = aliota.new {endpoint = service.endpoint, credentials = service.credentials, proxy = false}
        local job = assert(client:job(service.job_id))
        local line = "PRODUCT_KEY=%s FIRMWARE_ID=%s timeout 3 bash -c '%s'"
        local output, status = manual.run_shell(service,
          line:format(job.ProductKey, job.FirmwareId, (example:gsub("'", "'\\''"))))
        assert.truthy(status == 0 or status == 124, output)
        assert.is_nil(output:find "Usage:")
      end)
    end

    it("is quiet where its reader has gone, whether SIGPIPE ends it or is ignored", function()
      local line = command.line(service, "list " .. service.job_id)
      for _, before in ipairs {"", "trap '' PIPE; "} do
        local status, output, errors = command.shell(("bash -c \"%s%s | head -1; exit \\${PIPESTATUS[0]}\""):format(
          before, line .. " --qps 1000 --output csv"))
        assert.equal("", errors)
        assert.truthy(output:find "^DeviceName,")
        assert.truthy(status == 141 or status == 0, status) -- 0: it was faster than head
      end
      local cut = "bash -c \"trap '' PIPE; exec 3> >(true); wait \\$!; %s >&3; echo \\$? >&2\""
      local status, _, errors = command.shell(cut:format(line))
      assert.same({0, "141\n"}, {status, errors})
    end)
  end)
end)
