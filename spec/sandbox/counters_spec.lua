local signer = require "spec.support.signer"
local support = require "spec.support.sandbox"

local counters = require "aliota.sandbox.counters"

describe("counters", function()
  it("count by action and code", function()
    local box = support.new()
    for _, request in ipairs {
      signer.v3(), signer.v1(), signer.v3({}), signer.v3(nil, nil, nil, "wrong secret"),
      signer.v3(nil, {["x-acs-action"] = "NoSuchAction"}), {method = "GET", path = "/"},
    } do box:handle(request) end
    box:malformed("all of it")
    local report = box.counters:report()
    assert.equal(7, report.requests)
    assert.equal(1, report.signature_failures)
    assert.same({ListOTATaskByJob = 4, unknown = 3}, report.by_action)
    assert.same({Success = 2, MissingJobId = 1, SignatureDoesNotMatch = 1, ["InvalidAction.NotFound"] = 1,
      MissingAccessKeyId = 1, ["InvalidParameter.Format"] = 1}, report.by_code)
  end)

  it("know the most calls of any second, by account and operation", function()
    local now = 0
    local counted = counters.new(function() return now end)
    for _, call in ipairs {{0, "a"}, {0.5, "a"}, {0.9, "a"}, {0.95, "b"}, {1.1, "a"}, {1.2, "a"}, {3, "a"}} do
      now = call[1]
      counted:count("List", call[2], "Success")
    end
    assert.same({a = {List = 4}, b = {List = 1}}, counted:report().peak_per_second)
  end)

  it("start anew", function()
    local counted = counters.new(function() return 0 end)
    counted:count("List", "a", "Success")
    counted.traffic.connections_opened, counted.traffic.connections_open = 5, 2
    counted:reset()
    local report = counted:report()
    assert.same({0, {}, {}, {}, 2, 2}, {report.requests, report.by_action, report.by_code, report.peak_per_second,
      report.connections_opened, report.connections_open})
  end)
end)
