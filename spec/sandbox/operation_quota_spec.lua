local quota = require "aliota.sandbox.operation_quota"

describe("quota", function()
  local now

  before_each(function() now = 1000 end)

  local function new(qps)
    return quota.new(qps, function() return now end)
  end

  -- How many of so many calls are let through.
  local function admitted(limits, count, account, action)
    local through = 0
    for _ = 1, count do
      if not limits:exceeded(account or "a", action or "ListOTATaskByJob") then through = through + 1 end
    end
    return through
  end

  it("has the documented limits", function()
    local expected = {CancelOTATaskByJob = 5, ListOTATaskByJob = 10, QueryOTAFirmware = 20, ReupgradeOTATask = 20}
    for action, limit in pairs(expected) do assert.equal(limit, admitted(new(true), 50, "a", action)) end
  end)

  it("may be another number for every operation, or none", function()
    assert.equal(3, admitted(new(3), 50, "a", "QueryOTAFirmware"))
    assert.equal(50, admitted(new(false), 50))
  end)

  it("counts what it does not let through, where that is so", function()
    for counts, through in pairs {[true] = 0, [false] = 2} do
      local limits = quota.new(2, function() return now end, counts)
      now = 1000
      assert.equal(2, admitted(limits, 3))
      now = 1000.5
      assert.equal(0, admitted(limits, 2))
      now = 1001.2
      assert.equal(through, admitted(limits, 2))
    end
  end)

  it("counts accounts and operations apart", function()
    local limits = new(2)
    assert.equal(2, admitted(limits, 5, "a", "ListOTATaskByJob"))
    assert.equal(2, admitted(limits, 5, "a", "QueryOTAJob"))
    assert.equal(2, admitted(limits, 5, "b", "ListOTATaskByJob"))
  end)

  it("holds in any second, not only in those of a clock", function()
    local limits = new(10)
    now = 1000.9
    assert.equal(10, admitted(limits, 10))
    now = 1001.1
    assert.equal(0, admitted(limits, 10))
    now = 1001.9
    assert.equal(10, admitted(limits, 50))
  end)

  it("says when the next call is let through, and does not count refused ones", function()
    local limits = new(2)
    limits:exceeded("a", "x")
    now = 1000.25
    limits:exceeded("a", "x")
    now = 1000.5
    for _ = 1, 5 do assert.equal(0.5, limits:exceeded("a", "x")) end
    now = 1001
    assert.is_nil(limits:exceeded("a", "x"))
    assert.equal(0.25, limits:exceeded("a", "x"))
  end)

  it("has the limits of the operations' facts", function()
    for _, operation in ipairs(require("cjson").decode(require("spec.support.data").read("operations.json"))
      .operations) do
      local documented = operation.qps_per_account
      if type(documented) == "number" then assert.equal(documented, quota.limit_of(operation.action)) end
    end
  end)
end)
