local batch_poller = require "aliota.watch.batch_poller"
local canceller = require "aliota.util.canceller"
local check_options = require "aliota.util.check_options"
local errors = require "aliota.api.errors"
local support = require "spec.support.looks"
local watch_options = require "aliota.watch.watch_options"

local JOB = {JobStatus = "IN_PROGRESS", SelectionType = "STATIC"}

local function moving(i) return support.counts {QUEUED = 1000 - i, SUCCEEDED = i} end
local function still() return support.counts {QUEUED = 1000} end

local function network() return nil, errors.new {kind = "network", message = "gone"} end

-- Looks that are what `script(i)` says (counts, or nil and an error; nil is the end of the world), in a time that
-- passes in pauses only, for the service, too. `log` has the times of looks.
local function watched(script, options, more)
  local now, log, taken = 0, {}, 0
  local parts = {
    take = function(left)
      taken = taken + 1
      log[#log + 1], log.left = now, left()
      local counts, job = script(taken, log)
      return counts, counts and (job or JOB) or job
    end,
    epoch = function() return support.EPOCH + now end,
    time = {now = function() return now end, pause = function(at, tick)
      assert.is_true(at > now)
      now = at
      tick(now)
    end},
  }
  for name, value in pairs(more or {}) do parts[name] = value end
  local ours = assert(check_options.read(options, watch_options.WATCH))
  return batch_poller.new(parts, ours), log
end

local function times(log)
  local list = {}
  for i, time in ipairs(log) do list[i] = math.floor(time + 0.5) end
  return table.concat(list, " ")
end

describe("watch.batch_poller", function()
  it("looks at nothing before it is asked to, and then at once", function()
    local looks, log = watched(moving)
    assert.same({0, 0}, {#log, looks.timer:seconds()})
    assert.equal(1, looks:next().figures.settled)
    assert.equal("0", times(log))
  end)

  it("looks every ten seconds while something moves", function()
    local looks, log = watched(moving)
    for _ = 1, 5 do assert.is_true(looks:next().moved) end
    assert.equal("0 10 20 30 40", times(log))
    assert.equal(40, looks.timer:seconds())
  end)

  it("looks less and less often while nothing moves, and often again once something does", function()
    local looks, log = watched(function(i) return i < 12 and still() or moving(i) end)
    for _ = 1, 14 do looks:next() end
    assert.equal("0 10 25 48 81 132 208 322 442 562 682 802 812 822", times(log))
  end)

  it("looks as often as it is told", function()
    local looks, log = watched(still, {interval = "1m", longest_interval = 90})
    for _ = 1, 4 do looks:next() end
    assert.equal("0 60 150 240", times(log))
    looks, log = watched(moving, {interval = "10m"})
    for _ = 1, 3 do looks:next() end
    assert.equal("0 600 1200", times(log))
  end)

  it("tells for how long nothing has moved, and whether it is the first look", function()
    local looks = watched(function(i) return i < 3 and moving(i) or moving(3) end)
    local idle = {}
    for i = 1, 5 do
      local look = looks:next()
      idle[i] = look.idle
      assert.equal(i > 1, look.before ~= nil)
      assert.is_nil(look.before and look.before.before)
    end
    assert.same({0, 0, 0, 10, 25}, idle)
  end)

  it("tells that, and the pace, by the service's clock", function()
    local looks, begun
    looks = watched(function(i) return i < 3 and moving(i * 10) or moving(30) end, nil, {
      epoch = function() return support.EPOCH + looks.timer:seconds() * 60 end,
    })
    local idle = {}
    for i = 1, 5 do
      local look = looks:next()
      begun, idle[i] = begun or look.at, look.idle
      assert.equal(look.seconds * 60, look.at - begun)
      if i == 3 then assert.same({"running", 20, 1200}, {look.pace.state, look.pace.recent, look.pace.seconds}) end
    end
    assert.same({0, 0, 0, 600, 1500}, idle)
    local at = 0
    looks = watched(still, nil, {epoch = function()
      at = at - 100 -- set back
      return support.EPOCH + at
    end})
    looks:next()
    assert.equal(0, looks:next().idle)
  end)

  it("takes another JobStatus for a change", function()
    local looks = watched(function(i) return still(), {JobStatus = i < 3 and "PLANNED" or "IN_PROGRESS"} end)
    assert.same({true, false, true}, {looks:next().moved, looks:next().moved, looks:next().moved})
  end)

  it("ends after the look that shows the end", function()
    local looks, log = watched(function(i)
      if i < 3 then return moving(i) end
      return support.counts {SUCCEEDED = 1000}, {JobStatus = "COMPLETED"}
    end)
    looks:next()
    looks:next()
    assert.equal("done", looks:next().ending)
    assert.same({}, {looks:next()})
    assert.same({}, {looks:next()})
    assert.equal(3, #log)
  end)

  describe("with a time-out", function()
    it("takes a last look shortly before it", function()
      local looks, log = watched(still, {timeout = "5m"})
      local look, err
      repeat look, err = looks:next() until not look
      assert.equal("0 10 25 48 81 132 208 295", times(log))
      assert.equal(5, log.left)
      assert.same({"timeout", true, 300}, {err.kind, looks.timer.timed_out, looks.timer:seconds()})
      assert.truthy(tostring(err):find("the batch is not through after 5 min", 1, true))
    end)

    it("takes one that is too short for that", function()
      local looks, log = watched(still, {timeout = 2})
      assert.truthy(looks:next())
      assert.equal("timeout", select(2, looks:next()).kind)
      assert.equal("0", times(log))
    end)

    it("is not outlived by looks that fail", function()
      local looks, log = watched(function(i)
        if i == 1 then return still() end
        return network()
      end, {timeout = "2h"})
      assert.truthy(looks:next())
      local look, err = looks:next()
      assert.is_nil(look)
      assert.same({"timeout", "network", 7200}, {err.kind, err.cause.kind, looks.timer:seconds()})
      assert.equal(7195, log[#log])
    end)
  end)

  describe("when a look fails", function()
    it("looks again if that may help, less often each time", function()
      local seen = {}
      local looks, log = watched(function(i)
        if i > 2 and i < 6 then return network() end
        return moving(i)
      end, {}, {tell = function(kind, event) seen[#seen + 1] = kind .. (event.err and event.err.kind or "") end})
      looks:next()
      looks:next()
      assert.equal(6, looks:next().figures.settled)
      assert.equal("0 10 20 35 58 91", times(log))
      assert.equal("look look looknetwork looknetwork looknetwork look", table.concat(seen, " "))
      assert.is_nil(looks.timer.trouble)
    end)

    it("gives up at once if that is the first", function()
      local looks, log = watched(network, {timeout = "2h"})
      assert.same({"network"}, {select(2, looks:next()).kind})
      assert.equal(1, #log)
      assert.is_false(looks.timer.timed_out)
    end)

    it("gives up at once if another would fail, too, as when the batch was deleted", function()
      local looks, log = watched(function(i)
        if i == 1 then return still() end
        return nil, errors.new {kind = "api", code = "iot.ota.JobNotFound", message = "gone"}
      end, {timeout = "2h"})
      looks:next()
      assert.equal("iot.ota.JobNotFound", select(2, looks:next()).code)
      assert.equal(2, #log)
    end)

    it("gives up after a quarter of an hour without a time-out, counted from the last good look", function()
      local looks, log = watched(function(i)
        if i == 1 or i == 4 then return still() end
        return network()
      end)
      looks:next()
      looks:next()
      local good = log[#log]
      assert.equal("network", select(2, looks:next()).kind)
      local failing = log[#log] - log[5]
      assert.equal(good, log[4])
      assert.is_true(failing >= 900 and failing < 1020, failing)
    end)
  end)

  it("ends when it is cancelled in a pause", function()
    local cancel = canceller.new()
    local looks, log = watched(still, {}, {cancel = cancel})
    looks:next()
    cancel:cancel "enough"
    local _, err = looks:next()
    assert.same({"cancelled", "enough", 1}, {err.kind, err.message, #log})
  end)

  it("shows what happens, and that time passes", function()
    local shown = {}
    local view = {}
    function view.saw(_, look) shown[#shown + 1] = ("saw %g"):format(look.seconds) end
    function view.failed(_, err, seconds) shown[#shown + 1] = ("%s %g"):format(err.kind, seconds) end
    function view.tick(_, seconds) shown[#shown + 1] = ("tick %g"):format(seconds) end
    local looks = watched(function(i)
      if i == 2 then return network() end
      return moving(i)
    end, {}, {view = view})
    looks:next()
    looks:next()
    assert.equal("saw 0, tick 10, network 10, tick 25, saw 25", table.concat(shown, ", "))
  end)
end)
