local batch_poller = require "aliota.watch.batch_poller"
local pace = require "aliota.report.pace"
local phrases = require "aliota.watch.phrases"
local report = require "aliota.report"
local support = require "spec.support.looks"
local take = require "aliota.nginx.figures"

-- Points of a batch that settles so many tasks a second, looked at every so many seconds.
local function watched(seconds, every, per_second)
  local points
  for at = 0, seconds, every do points = pace.note(points, 1000000 + at, math.floor(at * per_second)) end
  return points
end

-- Points of looks at these times with so many settled.
local function of(looks)
  local points
  for _, look in ipairs(looks) do points = pace.note(points, look[1], look[2]) end
  return points
end

describe("report.pace", function()
  it("is what was settled in an hour, and carries that on", function()
    local known = pace.of(of {{0, 100}, {60, 110}, {120, 140}}, 600)
    assert.equal(1200, known.per_hour)
    assert.equal(1800, known.finish - 120)
  end)

  it("is none before something was settled", function()
    for _, looks in ipairs {{{0, 5}}, {{0, 5}, {60, 5}}, {{0, 5}, {60, 4}}, {{0, 5}, {0, 6}}} do
      local known = pace.of(of(looks), 10)
      assert.is_nil(known.per_hour)
      assert.is_nil(known.finish)
    end
  end)

  it("is told by the last two looks where they are further apart than the window", function()
    local points = of {{0, 100}, {7200, 300}}
    assert.same({100, 7200}, {pace.of(points, 10).per_hour, pace.of(points, 10).seconds})
    points = pace.note(points, 14400, 320)
    assert.equal(10, pace.of(points, 10).per_hour)
  end)

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

  describe("is the same for whoever has seen the same:", function()
    local NOW, TOTAL = 1767628800, 9000

    -- A batch of which `settled(second)` tasks were settled by a second, looked at every ten of them.
    local function counts_at(settled, second)
      return support.counts {QUEUED = TOTAL - settled(second), SUCCEEDED = settled(second)}
    end

    -- The end of the line of a watch.
    local function watch_line(settled, seconds)
      local now = 0
      local poller = batch_poller.new({
        take = function() return counts_at(settled, now), {JobStatus = "IN_PROGRESS", SelectionType = "STATIC"} end,
        time = {now = function() return now end, pause = function(at) now = at end},
        epoch = function() return NOW - seconds + now end,
      }, {interval = 10, longest_interval = 10})
      local latest = poller:next()
      while now < seconds do latest = poller:next() end
      return phrases.progress(latest, latest.idle):match "[^·]*$"
    end

    -- What the dashboard is told.
    local function feed_pace(settled, seconds)
      local snapshot
      for second = 0, seconds, 10 do
        snapshot = assert(take({summary = function() return counts_at(settled, second) end},
          {JobId = "j", failures = 0}, snapshot,
          {now = function() return second end, machine = os.time, time = function() return NOW - seconds + second end}))
      end
      return snapshot.pace
    end

    -- The report of all its tasks, read at the end.
    local function eta(settled, seconds)
      local tasks = {}
      for second = 0, seconds do
        for _ = settled(second - 1) + 1, settled(second) do
          local time = os.date("!%Y-%m-%dT%H:%M:%S.000Z", NOW - seconds + second)
          tasks[#tasks + 1] = {TaskStatus = "SUCCEEDED", UtcModified = time}
        end
      end
      for _ = settled(seconds) + 1, TOTAL do tasks[#tasks + 1] = {TaskStatus = "QUEUED"} end
      return report.eta(tasks, {now = NOW})
    end

    -- So many a second in the first hour, and in the second.
    local function two_hours(first, second)
      return function(at)
        if at < 0 then return 0 end
        return math.floor(math.min(at, 3600) * first) + math.floor(math.max(0, at - 3600) * second)
      end
    end

    for what, case in pairs {
      ["steady"] = {two_hours(0.5, 0.5), 7200, " 1,800 an hour, 3 h left"},
      ["slower than an hour ago"] = {two_hours(2, 0.25), 7200, " 900 an hour, 1 h left"},
      ["young"] = {function(at) return at < 0 and 0 or 1 + math.floor(at / 10) end, 600},
    } do
      local settled, seconds = case[1], case[2]
      it(what, function()
        local line, feed, tasks = watch_line(settled, seconds), feed_pace(settled, seconds), eta(settled, seconds)
        assert.equal("running", feed.state)
        local text = (" %s an hour, "):format(require("aliota.show.number").count(feed.per_hour))
        assert.equal(text, line:sub(1, #text))
        if case[3] then assert.equal(case[3], line) end
        -- A look can't tell when tasks were settled that it finds so; in a young batch the first is one of them.
        local unseen = seconds <= 3600 and 1 or 0
        assert.near(feed.per_hour + unseen * 3600 / seconds, tasks.per_hour, 1e-6)
        assert.near(feed.recent + unseen, tasks.recent, 1e-6)
        assert.near(feed.seconds, tasks.seconds, 1e-6)
      end)
    end

    it("of a watch of ten seconds nobody makes a rate", function()
      local function settled(at) return at < 5 and 1 or 6 end
      assert.equal(" no rate yet", watch_line(settled, 10))
      assert.same({"unknown", 5}, {feed_pace(settled, 10).state, feed_pace(settled, 10).recent})
    end)

    it("after tasks came to life again, of what was settled since", function()
      local function settled(at) return at < 300 and 100 or 40 + math.floor((at - 300) / 10) end
      assert.truthy(watch_line(settled, 600):find "^ 360 an hour, ")
      assert.equal(360, feed_pace(settled, 600).per_hour)
    end)
  end)
end)
