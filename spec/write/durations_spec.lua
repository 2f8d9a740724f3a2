local durations = require "aliota.write.durations"

describe("write.durations", function()
  it("count in every bucket that they fit", function()
    local took = durations.new()
    for _, seconds in ipairs {0, 60, 60.5, 1e9} do took:add(seconds) end
    assert.same({4, 1000000120.5, {2, 3, 3, 3, 3, 3, 3, 4}}, {took.count, took.sum, took.buckets})
    assert.equal(#durations.BOUNDS, #took.buckets)
  end)
end)
