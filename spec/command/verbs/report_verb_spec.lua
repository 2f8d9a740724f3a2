local cjson = require "cjson"
local command = require "spec.support.command"
local sandbox = require "aliota.sandbox"

local TITLES = {
  summary = "120 tasks · batch ", reasons = "Why tasks did not succeed · batch ", versions = "Results by version",
  stuck = "Open tasks", timeline = "When tasks were settled", eta = "When it is done · batch ",
}

describe("aliota report", function()
  local service, snapshot
  setup(function()
    service, snapshot = assert(sandbox.start {devices = 120}), os.tmpname()
  end)
  teardown(function()
    service:stop()
    os.remove(snapshot)
  end)

  local function report(words, job_id)
    return command.run(service, ("report %s %s"):format(job_id or service.job_id, words))
  end

  it("prints summary, reasons and eta of one pass, or those that are asked for", function()
    service:reset()
    local status, output, errors = report ""
    assert.same({0, ""}, {status, errors})
    assert.equal(2, service:stats().requests)
    local at = 0
    for _, name in ipairs {"summary", "reasons", "eta"} do
      at = assert(output:find(TITLES[name], at + 1, true), name)
    end
    for name in pairs(TITLES) do
      status, output, errors = report(name .. " --output json")
      assert.same({0, ""}, {status, errors})
      local made = cjson.decode(output)
      assert.equal(120, made[name].coverage.unique)
      assert.equal(name, next(made))
    end
  end)

  it("hands options to the reports that take them", function()
    local _, output = report "reasons stuck --most 1 --after 1s --output json"
    local made = cjson.decode(output)
    assert.same({1, made.stuck.open}, {#made.stuck.oldest, made.stuck.stuck})
  end)

  it("is of the tasks that are chosen", function()
    local _, output = report "summary --where SrcVersion=1.0.0 --output json"
    local wanted = 0
    for _, row in ipairs(service:truth({JobId = service.job_id}).rows) do
      if row.SrcVersion == "1.0.0" then wanted = wanted + 1 end
    end
    assert.equal(wanted, cjson.decode(output).summary.total)
  end)

  it("writes a snapshot, and tells what has changed since; and compares batches", function()
    assert.equal(0, (report("summary --snapshot " .. snapshot)))
    service:advance(86400)
    local status, output = report(("--diff %s"):format(snapshot))
    assert.equal(0, status)
    assert.truthy(output:find("SUCCEEDED", 1, true), output)
    status, output = report(("--compare %s --output json"):format(service.job_id))
    assert.equal(0, status)
    assert.truthy(cjson.decode(output))
  end)

  it("says what is wrong", function()
    for words, expected in pairs {
      ["reason"] = [[takes a report, not reason; did you mean "reasons"?]],
      ["--after soon"] = "--after takes seconds or a duration such as 10m, not soon",
      ["--diff /none/x"] = "/none/x: No such file or directory", ["--snapshot /none/x"] = "/none/x: No such file",
    } do
      local status, _, errors = report(words)
      assert.equal(1, status)
      assert.truthy(errors:find(expected, 1, true) and not errors:find "traceback", errors)
    end
    assert.truthy(select(3, report("", "nonesuch")):find("iot.ota.JobNotFound", 1, true))
  end)
end)
