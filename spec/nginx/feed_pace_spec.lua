local pace = require "aliota.nginx.feed_pace"

-- Points of a batch that settles so many tasks a second, looked at every so many seconds.
local function watched(seconds, every, per_second)
  local points
  for at = 0, seconds, every do points = pace.note(points, 1000000 + at, math.floor(at * per_second)) end
  return points
end

describe("nginx.pace", function()
  it("carries the rate of the last hour on", function()
    local points = watched(1800, 10, 2)
    local known = pace.of(points, 7200)
    assert.same({"running", 7200, 1800, 3600},
      {known.state, known.per_hour, known.seconds, known.finish - points[#points].at})
    assert.truthy(known.earliest < known.finish and known.finish < known.latest)
  end)

  it("forgets what is longer ago than an hour, and keeps few points", function()
    local points = watched(7200, 1, 1)
    for at = 7201, 10800 do points = pace.note(points, 1000000 + at, 7200 + (at - 7200) * 3) end
    assert.truthy(#points <= 63, #points)
    local known = pace.of(points, 100)
    assert.truthy(math.abs(known.per_hour - 10800) < 200, known.per_hour)
    assert.truthy(known.seconds <= 3600)
  end)

  it("says nothing before it has seen enough", function()
    assert.equal("unknown", pace.of(watched(10, 10, 5), 100).state)
    assert.equal("running", pace.of(watched(20, 10, 5), 100).state)
    assert.equal("unknown", pace.of(watched(600, 10, 0), 100).state)
    assert.equal("stalled", pace.of(watched(900, 10, 0), 100).state)
  end)

  it("knows a batch that is through at once", function()
    assert.equal("done", pace.of(pace.note(nil, 5, 100), 0).state)
  end)

  it("begins anew when tasks came to life again, or the clock was set back", function()
    local points = pace.note(watched(600, 10, 1), 1000610, 50)
    assert.equal(50, points[#points].settled)
    assert.truthy(points[1].settled <= 50)
    assert.same({{at = 5, settled = 700}}, pace.note(watched(600, 10, 1), 5, 700))
  end)
end)
