local sandbox = require "aliota.sandbox"

-- Exit status, output and error output of an example.
local function run(environment, command)
  local errors = os.tmpname()
  local pipe = io.popen(("%s lua5.4 examples/%s 2>%s; echo exit $?"):format(environment, command, errors))
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
        {"env -u ALIBABA_CLOUD_REGION_ID ALIOTA_ENDPOINT=", "list_tasks.lua j", "pass region = \"cn-shanghai\""},
        {"env -u ALIBABA_CLOUD_ACCESS_KEY_ID ALIOTA_ENDPOINT=" .. service.endpoint, "list_tasks.lua j",
          "ALIBABA_CLOUD_ACCESS_KEY_ID is missing"},
        {environment, "list_tasks.lua", "missing argument"},
        {"", "sandbox.lua --devices 2.5", "option 'devices' must be an integer"},
        {"", "sandbox.lua --timeout-minutes 5000", "option 'timeout_minutes' must be an integer from 1 to 1440"},
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
