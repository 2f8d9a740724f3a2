local Way = require "aliota.quota.way"
local pacing = require "spec.support.pacing"
local quota = require "aliota.quota"

describe("the way to the service", function()
  local function after(...)
    local way = Way.new()
    for _, seconds in ipairs {...} do way:note(seconds) end
    return way
  end

  it("delays nothing while nothing is known, nor where all round trips take as long", function()
    assert.equal(0, Way.new():delay())
    assert.equal(0, Way.new():delay(3, 5, 10))
    local even = after(0.3, 0.3, 0.3)
    for _, seconds in ipairs {0.2, 0.3, 0.32} do assert.equal(0, even:delay(seconds)) end
    assert.equal(0, even:delay())
  end)

  it("keeps a slot by as much longer as its request may have been late, whatever the least is", function()
    for _, least in ipairs {0.1, 2} do
      local way = Way.new()
      for number = 1, 400 do way:note(least + number % 10 / 100) end
      way:note(least, true)
      local early, late = way:delay(least + 0.04), way:delay(least + 0.09)
      assert.near(0.05, late - early, 1e-9)
      assert.near(0.09, late, 0.03)
      assert.near(0.09, way:delay(), 0.03) -- may be one of the longer
    end
  end)

  it("keeps none by more than half a second", function()
    local way = after(0.1, 0.1, 60)
    assert.is_true(way:delay(60) <= Way.MOST and way:delay() <= Way.MOST)
  end)

  it("dares more with others on their way, but for a while after a refusal", function()
    local way = after(0.1, 0.3, 0.2, 0.15, 0.25)
    assert.is_true(way:delay(0.3, 9, 10) < way:delay(0.3, 1, 10))
    assert.is_true(way:delay(0.3, 1, 10) < way:delay(0.3))
    way:note(0.3, true)
    assert.equal(way:delay(0.3), way:delay(0.3, 9, 10))
  end)

  it("believes less and less in late arrivals while nothing is refused, and again at once after a refusal", function()
    local way, first = Way.new(), nil
    for number = 1, 2000 do
      way:note(0.1 + number % 10 / 50)
      if number == 100 then first = way:delay(0.28) end
    end
    assert.is_true(first > 0.1)
    assert.equal(0, way:delay(0.28))
    way:note(0.28, true)
    assert.is_true(way:delay(0.28) >= first)
    for _ = 1, 5 do way:note(0.28, true) end
    assert.is_true(way:delay(0.28) < 0.28) -- more refusals are no reason to wait for longer than any was late
  end)

  it("finds out when the least becomes another one", function()
    local way = after(0.5, 0.6, 0.55)
    for number = 1, 3000 do way:note(0.8 + number % 10 / 100, number % 50 == 0) end
    assert.is_true(way:delay(0.8) < 0.05)
    for number = 1, 20 do way:note(0.3 + number % 10 / 100) end
    assert.is_true(way:delay(0.3) < 0.05)
  end)
end)

-- Listings of 50 pages in made-up time, against a service that counts calls when they arrive.
describe("a quota whose requests take unequally long", function()
  local SEEDS = 40

  local function listings(way)
    local seconds, refused, unlucky = {}, 0, 0
    for seed = 1, SEEDS do
      local clock = {now = 1000}
      local listing = pacing.listing(quota.new(10), clock, {calls = 50, qps = 10, way = way, seed = seed})
      seconds[seed], refused = listing.seconds, refused + listing.refused
      if listing.refused > 1 then unlucky = unlucky + 1 end
    end
    table.sort(seconds)
    return {median = seconds[SEEDS / 2], longest = seconds[SEEDS], refused = refused / SEEDS, unlucky = unlucky / SEEDS}
  end

  -- Seconds there and back of a round trip of 0.1 s at least.
  local function late_by(jitter) return function(random) return 0.05 + random(jitter), 0.05 end end

  local LEAST = 4 + 2 * 0.1 -- the quota's own time and two round trips

  it("loses nothing where none is late", function()
    local found = listings(late_by(0))
    assert.equal(0, found.refused)
    assert.is_true(found.longest <= 1.03 * LEAST, found.longest)
  end)

  for jitter, most in pairs {[0.05] = 1.07, [0.1] = 1.12, [0.2] = 1.18} do
    it(("loses little, and is hardly refused any, where one is late by up to %g s"):format(jitter), function()
      local found = listings(late_by(jitter))
      assert.is_true(found.median <= most * LEAST, found.median)
      assert.is_true(found.refused <= 0.75, found.refused)
      assert.is_true(found.unlucky <= 0.15, found.unlucky)
    end)
  end

  it("is refused little more where few are late, but by much", function()
    local found = listings(function(random) return random(1) < 0.2 and 0.25 or 0.05, 0.05 end)
    assert.is_true(found.refused <= 2, found.refused)
    assert.is_true(found.median <= 1.25 * LEAST, found.median)
  end)

  it("is not refused, and hardly slower, where it is the way back that takes unequally long", function()
    local found = listings(function(random) return 0.05, 0.05 + random(0.1) end)
    assert.equal(0, found.refused)
    assert.is_true(found.median <= 1.12 * LEAST, found.median)
  end)
end)
