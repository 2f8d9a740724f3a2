local sandbox = require "aliota.sandbox"
local wait_until = require "spec.support.wait_until"

-- Exit status, output and error output of an example.
local function run(environment, command, vm)
  local errors = os.tmpname()
  local pipe = io.popen(("%s %s examples/%s 2>%s; echo exit $?"):format(environment, vm or "lua5.4", command, errors))
  local output, status = pipe:read("*a"):match "^(.-)exit (%d+)\n$"
  pipe:close()
  local file = io.open(errors)
  local error_output = file:read "*a"
  file:close()
  os.remove(errors)
  return tonumber(status), output, error_output
end

local function lines(text)
  local _, count = text:gsub("\n", "")
  return count
end

describe("examples", function()
  local service, environment
  setup(function()
    service = assert(sandbox.start {devices = 120})
    environment = ("ALIOTA_ENDPOINT=%s ALIBABA_CLOUD_ACCESS_KEY_ID=%s ALIBABA_CLOUD_ACCESS_KEY_SECRET=%s"):format(
      service.endpoint, service.credentials.access_key_id, service.credentials.access_key_secret)
  end)
  teardown(function() service:stop() end)

  for name, vm in pairs {cqueues = "lua5.4", luv = "lua5.4", copas = "luajit"} do
    it("loop_" .. name .. " lists several batches at once, and blocks nothing", function()
      local status, output, errors = run(environment, ("loop_%s.lua %s %s %s"):format(
        name, service.job_id, service.job_id, "nosuchbatch"), vm)
      assert.equal(1, status) -- for the one that there is not
      local _, whole = output:gsub(service.job_id .. "\t120\n", "")
      assert.equal(2, whole, output)
      assert.truthy(output:find("nosuchbatch\t.*api error"), output)
      assert.truthy(tonumber(errors:match "^turns of the loop meanwhile: (%d+)\n$"), errors)
    end)

    it("loop_" .. name .. " ends at once where a JobId is none", function()
      local status, output, errors = run(environment .. " timeout 60", ("loop_%s.lua %s ''"):format(
        name, service.job_id), vm)
      assert.same({1, ""}, {status, output})
      assert.truthy(errors:find("\nError: job_ids is empty\n", 1, true), errors)
    end)
  end

  -- Examples: what they are given besides a batch, or none; and the Lua that runs them.
  local ALL = {
    {"list_tasks.lua"}, {"events.lua"}, {"wait.lua", "--timeout 0.5"}, {"retry_failed.lua"}, {"demo.lua", none = true},
    {"sandbox.lua", none = true}, {"nginx/demo.lua", none = true}, {"loop_cqueues.lua"}, {"loop_luv.lua"},
    {"loop_copas.lua", vm = "luajit"},
  }

  for _, each in ipairs(ALL) do
    local name, vm = each[1], each.vm
    local failed = name == "wait.lua" and 3 or 1

    it(name .. " fails when its output is lost, its help too", function()
      for _, arguments in ipairs {each.none and "" or service.job_id .. " " .. (each[2] or ""), "--help"} do
        local status, _, errors = run(environment .. " timeout 60", name .. " " .. arguments .. " >/dev/full", vm)
        assert.equal(failed, status, arguments)
        assert.truthy(errors:find("standard output: No space left on device\n", 1, true), errors)
        assert.is_nil(errors:find "traceback")
      end
    end)

    it(name .. " has help, which is no batch", function()
      local status, output, errors = run("", name .. " --help", vm)
      assert.same({0, ""}, {status, errors})
      assert.truthy(output:find "^Usage: ")
      assert.truthy(output:find "\nExit status: 0 ")
      assert.equal(not each.none, output:find("ALIBABA_CLOUD_REGION_ID", 1, true) ~= nil)
    end)

    it(name .. " says which module is missing", function()
      local status, output, errors = run("LUA_INIT='package.preload.argparse = function() error(\"module "
        .. "\\x27argparse\\x27 not found\", 0) end'", name, vm)
      assert.same({failed, "", "the Lua module argparse is missing; luarocks install argparse\n"},
        {status, output, errors})
    end)

    if not each.none then
      it(name .. " exits with 130 when it is interrupted, and says so in a line", function()
        service:chaos {latency = {ms = 20000}}
        finally(function() service:chaos(false) end)
        service:reset()
        local pipe = io.popen(("%s %s examples/%s %s 2>&1 & pid=$!; echo $pid; wait $pid; echo status $?"):format(
          environment, vm or "lua5.4", name, service.job_id))
        local pid = pipe:read "*l"
        wait_until(function() return service:stats().requests > 0 end)
        os.execute("kill -INT " .. pid)
        local output = pipe:read "*a"
        pipe:close()
        assert.truthy(output:find "interrupted\nstatus 130\n$", output)
        assert.is_nil(output:find "traceback")
      end)
    end
  end

  describe("list_tasks", function()
    it("prints a line a task", function()
      local status, output, errors = run(environment, "list_tasks.lua " .. service.job_id)
      assert.same({0, 120, "120 tasks\n"}, {status, lines(output), errors})
    end)

    it("prints one status only", function()
      local status, output, errors = run(environment, "list_tasks.lua " .. service.job_id .. " FAILED")
      assert.equal(0, status)
      assert.equal(lines(output), tonumber(errors:match "^(%d+) task"))
      for line in output:gmatch "[^\n]+" do assert.truthy(line:find " FAILED ") end
    end)

    it("says what is wrong, and fails", function()
      local cases = {
        {environment, "list_tasks.lua nonesuch", "ListOTATaskByJob: api error"},
        {environment, "list_tasks.lua " .. service.job_id .. " FAIL", 'did you mean "FAILED"?'},
        {"env -u ALIBABA_CLOUD_REGION_ID ALIOTA_ENDPOINT= ALIBABA_CLOUD_ACCESS_KEY_ID=a "
          .. "ALIBABA_CLOUD_ACCESS_KEY_SECRET=b", "list_tasks.lua j",
          "pass --region cn-shanghai or set ALIBABA_CLOUD_REGION_ID"},
        {"env -u ALIBABA_CLOUD_ACCESS_KEY_ID ALIOTA_ENDPOINT=" .. service.endpoint, "list_tasks.lua j",
          "ALIBABA_CLOUD_ACCESS_KEY_ID is missing"},
        {environment, "list_tasks.lua", "missing argument"},
        {environment, "list_tasks.lua ''", "job_id is empty"},
        {environment, "list_tasks.lua j --qps x", "--qps takes a number, not x"},
        {environment, "list_tasks.lua j --qps 0", "--qps is 0; it must be a whole number"},
        {"", "nginx/demo.lua --port http", "--port takes a port from 0 to 65535, not http"},
      }
      for _, case in ipairs(cases) do
        local status, output, errors = run(case[1], case[2])
        assert.not_equal(0, status)
        assert.equal("", output)
        assert.truthy(errors:find(case[3], 1, true), errors)
        assert.is_nil(errors:find "stack traceback")
      end
    end)
  end)

  describe("sandbox", function()
    -- Starts it, does something once it serves, ends it with a signal. Returns what it printed, its log and the rest.
    local function serve(arguments, signal, command)
      local pipe = io.popen(([[
        out=$(mktemp); log=$(mktemp)
        lua5.4 examples/sandbox.lua %s >$out 2>$log & pid=$!
        while kill -0 $pid && ! grep -q JOB_ID $out; do sleep 0.01; done
        . $out
        %s
        kill -%s $pid; wait $pid; status=$?
        echo; cat $out $log; rm $out $log
        echo "exit $status"; test -e "$ALIOTA_CA_FILE" && echo left]]):format(arguments, command, signal))
      local output = pipe:read("*a")
      pipe:close()
      return output
    end

    it("serves over TLS until it is interrupted, and leaves no file behind", function()
      for _, signal in ipairs {"INT", "TERM"} do
        local output = serve("--tls", signal, "lua5.4 examples/list_tasks.lua $JOB_ID 2>&1 >/dev/null")
        assert.truthy(output:find "^2500 tasks\n", output)
        assert.truthy(output:find("export ALIOTA_ENDPOINT='https://127.0.0.1:", 1, true))
        assert.truthy(output:find("exit 0\n$"), output)
      end
    end)

    it("takes users, a quota and chaos, and logs requests without secrets", function()
      local output = serve("--user u:hidden --qps 1 --chaos business_error=1,count=1 --latency-ms 1", "TERM", [[
        ALIBABA_CLOUD_ACCESS_KEY_ID=u ALIBABA_CLOUD_ACCESS_KEY_SECRET=hidden \
        lua5.4 examples/list_tasks.lua $JOB_ID 2>&1]])
      assert.truthy(output:find("iot.system.SystemException", 1, true), output)
      assert.truthy(output:find("ListOTATaskByJob JobId=%w+ .* chaos: business_error latency\n"), output)
      assert.is_nil(output:find("hidden", 1, true))
    end)

    it("takes durations wherever it takes seconds", function()
      local output = serve("--sts-token t --keys-expire-in 10m --chaos clock_skew,seconds=20m,count=0", "TERM", "")
      assert.truthy(output:find "exit 0\n$", output)
    end)

    it("says what is wrong with its arguments", function()
      for arguments, expected in pairs {
        ["--chaos nope=1"] = "--chaos: there is no kind 'nope'; there are bare_error, ",
        ["--chaos garbge"] = "there is no kind 'garbge'; did you mean \"garbage\"?; there are bare_error, ",
        ["--chaos ="] = "--chaos takes KIND[=RATE][,NAME=VALUE …], not =", ["--user x"] = "--user takes ID:SECRET",
        ["--chaos empty=2"] = "--chaos: rate of empty must be from 0 to 1",
        ["--chaos clock_skew,seconds=soon"] = "--chaos: seconds of clock_skew must be a number",
        ["--qps x"] = "--qps takes requests a second, or documented, not x",
        ["--devices -1"] = "--devices takes a whole number from 0 to 1000000, not -1",
        ["--devices 2.5"] = "--devices takes a whole number from 0 to 1000000, not 2.5",
        ["--timeout-minutes 5000"] = "--timeout-minutes takes minutes from 1 to 1440, or 0 for none, not 5000",
        ["--starts-at soon"] = "--starts-at takes epoch seconds, or now, not soon",
        ["--starts-at 5"] = "--starts-at is 5; it must be ", ["--rollout x"] = '--rollout is "x"; there are ',
        ["--keys-expire-in soon"] = "--keys-expire-in takes seconds or a duration such as 10m, not soon",
        ["--seed 'a b'"] = "--seed takes a whole number from 0 to 2147483647, not a b",
      } do
        local status, _, errors = run("", "sandbox.lua " .. arguments)
        assert.not_equal(0, status)
        assert.truthy(errors:find(expected, 1, true), errors)
        assert.is_nil(errors:find "stack traceback")
      end
    end)
  end)

  it("demo lists 2,500 tasks, failed devices and a count a status", function()
    local status, output = run("", "demo.lua")
    assert.equal(0, status)
    local total, sum = output:match "\n(%d+) tasks:", 0
    for count in output:match("tasks:\n(.*)$"):gmatch " (%d+) +[%d.]+ %%" do sum = sum + count end
    assert.same({"2500", 2500}, {total, sum})
    local _, failed = output:gsub("\n  %S+ +FAILED ", "")
    assert.equal(tonumber(output:match "FAILED +(%d+) +[%d.]+ %%"), failed)
  end)
end)
