local wall_clock = require "aliota.sandbox.wall_clock"

describe("wall_clock", function()
  it("has fractions, and is right as soon as a second has begun", function()
    local whole, fine = 1000, 7
    local clock = wall_clock(function() return whole end, function() return fine end)
    assert.equal(1000, clock())
    fine = 7.25
    assert.equal(1000.25, clock())
    whole, fine = 1001, 7.5
    assert.equal(1001, clock())
    fine = 8.25
    assert.equal(1001.75, clock())
  end)

  it("never leaves the second that it is, and follows when that is set", function()
    local whole, fine = 1000, 7
    local clock = wall_clock(function() return whole end, function() return fine end)
    fine = 8.5
    assert.equal(1000.999, clock())
    whole = 2000
    assert.equal(2000, clock())
    whole, fine = 500, 8.75
    assert.equal(500.999, clock())
  end)
end)
