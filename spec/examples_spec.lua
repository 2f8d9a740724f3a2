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

  -- Examples: whether they are given no batch; and the Lua that runs them.
  local ALL = {
    {"demo.lua", none = true}, {"nginx/demo.lua", none = true}, {"loop_cqueues.lua"}, {"loop_luv.lua"},
    {"loop_copas.lua", vm = "luajit"},
  }

  for _, each in ipairs(ALL) do
    local name, vm = each[1], each.vm

    it(name .. " fails when its output is lost, its help too", function()
      for _, arguments in ipairs {each.none and "" or service.job_id, "--help"} do
        local status, _, errors = run(environment .. " timeout 60", name .. " " .. arguments .. " >/dev/full", vm)
        assert.equal(1, status, arguments)
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
      local said = ("the Lua module argparse is missing; apt install lua-argparse, or luarocks --lua-version %s "
        .. "install argparse\n"):format(vm == "luajit" and "5.1" or "5.4")
      assert.same({1, "", said}, {status, output, errors})
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

  it("nginx/demo says what is wrong with its port", function()
    local status, output, errors = run("", "nginx/demo.lua --port http")
    assert.same({1, ""}, {status, output})
    assert.truthy(errors:find("--port takes a port from 0 to 65535, not http", 1, true), errors)
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
