local cjson = require "cjson"
local command = require "spec.support.command"
local sandbox = require "aliota.sandbox"
local tmux = require "spec.support.tmux"

describe("aliota summary", function()
  local service
  setup(function() service = assert(sandbox.start {devices = 120}) end)
  teardown(function() service:stop() end)

  it("prints the counts, for a person and for a program", function()
    local by_status = service:truth().jobs[1].by_status
    local status, output, errors = command.run(service, "summary " .. service.job_id)
    assert.same({0, ""}, {status, errors})
    for name, count in pairs(by_status) do assert.truthy(output:find(("\n  %s +%d "):format(name, count)), name) end
    status, output = command.run(service, ("summary %s --output json"):format(service.job_id))
    local counts = cjson.decode(output)
    assert.same({0, 120, by_status, true}, {status, counts.total, counts.by_status, counts.consistent})
  end)

  it("fails for what is no batch", function()
    local status, output, errors = command.run(service, "summary nonesuch")
    assert.same({1, ""}, {status, output})
    assert.truthy(errors:find("iot.ota.JobNotFound", 1, true), errors)
  end)

  for _, columns in ipairs {60, 100, 160} do
    it("is no wider than the terminal: " .. columns, function()
      local terminal = tmux.start(columns, command.line(service, "summary " .. service.job_id))
      finally(function() terminal:stop() end)
      local widest = 0
      for row in terminal:wait_for "exit 0":gmatch "[^\n]+" do
        widest = math.max(widest, #row:gsub("[\128-\191]", ""))
      end
      assert.truthy(widest <= columns and widest > 50, widest)
    end)
  end
end)
