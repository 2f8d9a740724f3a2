local aliota = require "aliota"
local canceller = require "aliota.util.canceller"

describe("canceller", function()
  it("has no reason until it is cancelled, and keeps the first one", function()
    local stop = aliota.canceller()
    assert.is_nil(stop.reason)
    stop:cancel("the user left")
    stop:cancel("and came back")
    assert.equal("the user left", stop.reason)
  end)

  it("needs no reason", function()
    local stop = canceller.new()
    stop:cancel()
    assert.equal("cancelled", stop.reason)
  end)

  it("refuses a reason that is no text, at the caller's line", function()
    local stop = canceller.new()
    local _, raised = pcall(function() stop:cancel(5) end)
    assert.truthy(raised:find "canceller_spec.lua:%d+: cancel: a reason must be a string")
    assert.is_nil(stop.reason)
  end)

  it("can be told from other values", function()
    assert.is_true(canceller.is(canceller.new()))
    for _, value in ipairs {"text", {}, {reason = "x"}, 5, true} do assert.is_false(canceller.is(value)) end
    assert.is_false(canceller.is(nil))
  end)
end)
