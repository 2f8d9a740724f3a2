local command = require "spec.support.command"
local sandbox = require "aliota.sandbox"

describe("aliota confirm", function()
  local service
  before_each(function() service = assert(sandbox.start {devices = 500}) end)
  after_each(function() service:stop() end)

  it("confirms what waits for it when it is told to, and else only says so", function()
    local function waiting() return service:truth().jobs[1].by_status.CONFIRM end
    local before = waiting()
    assert.truthy(before > 0)
    local status, output = command.run(service, "confirm " .. service.job_id)
    assert.same({0, before}, {status, waiting()})
    assert.truthy(output:find(("Confirm %d task"):format(before), 1, true), output)
    status, output = command.run(service, ("confirm %s --yes"):format(service.job_id))
    assert.same({0, 0}, {status, waiting()})
    assert.truthy(output:find "The plan is complete.\n$", output)
  end)
end)
