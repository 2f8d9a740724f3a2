local clock = require "aliota.sandbox.world.clock"

describe("clock", function()
  local given, time
  local function new(speed)
    given = 1000
    time = clock.new(function() return given end, 50, speed)
  end

  it("stands still at speed 0", function()
    new(0)
    given = 2000
    assert.equal(50, time:now())
  end)

  it("runs at its speed", function()
    new(60)
    given = 1001.5
    assert.equal(140, time:now())
    time:set_speed(2)
    given = 1002.5
    assert.equal(142, time:now())
  end)

  it("pauses and resumes without a jump", function()
    new(1)
    given = 1010
    time:pause()
    given = 1100
    assert.equal(60, time:now())
    time:resume()
    assert.equal(60, time:now())
    given = 1101
    assert.equal(61, time:now())
  end)

  it("jumps, also when paused", function()
    new(0)
    time:pause()
    time:advance(3600)
    assert.equal(3650, time:now())
  end)

  it("never runs backwards", function()
    new(1)
    given = 900
    assert.equal(50, time:now())
    given = 901
    assert.equal(51, time:now())
  end)
end)
