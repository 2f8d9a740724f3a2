local errors = require "aliota.errors"
local pacing = require "spec.support.pacing"
local rules = require "aliota.quota.rules"
local shared = require "aliota.quota.shared"

-- A home in this process, at a made-up time, that counts what it is asked for and can be away.
local function new_home(clock)
  return {
    name = "the shelf", hint = "look behind it", texts = {}, asked = 0, now = function() return clock.now end,
    apply = function(self, key, now, ...)
      self.asked = self.asked + 1
      if self.problem then return nil, self.problem end
      local answer
      self.texts[key], answer = rules.apply(self.texts[key] or "", now, ...)
      return answer
    end,
  }
end

-- Quotas of as many processes.
local function processes(count, home, settings, share)
  local quotas = {}
  for i = 1, count do quotas[i] = shared.new(home, settings or {}, share) end
  return quotas
end

local function ready(turn, now)
  return (turn:ready(now))
end

describe("a shared quota", function()
  local clock, home
  before_each(function()
    clock = {now = 1000}
    home = new_home(clock)
  end)

  -- Makes the next `count` calls go out now.
  local function use_up(quota, count)
    for _ = 1, count do
      local turn = quota:line_up("A", 10)
      assert.is_true(ready(turn, clock.now))
      turn:use(pacing.transfer(clock, clock.now))
      turn:leave()
    end
  end

  it("tells later what the home was too busy to hear when a call ended", function()
    local quota, apply = processes(1, home)[1], home.apply
    local turn = quota:line_up("A", 1)
    assert.is_true(ready(turn, clock.now))
    turn:use(pacing.transfer(clock, clock.now))
    home.apply = function() return shared.BUSY end
    turn:leave()
    home.apply = apply
    clock.now = clock.now + 1.03 -- the window is over, the lease is not
    assert.is_true(ready(quota:line_up("A", 1), clock.now))
  end)

  describe("in minutes of made-up time", function()
    local cases = {
      ["by 1 process"] = {processes = 1, workers = 16, qps = 10, delay = 0.001, answer = 0.005},
      ["by 4 processes"] = {processes = 4, workers = 16, qps = 10, delay = 0.001, answer = 0.005},
      ["by 16 processes"] = {processes = 16, workers = 16, qps = 10, delay = 0.001, answer = 0.005},
      ["answered late"] = {processes = 4, workers = 40, qps = 10, delay = 0.005, answer = 2},
      ["one in two seconds"] = {processes = 3, workers = 3, qps = 0.5, delay = 0.001, answer = 0.1},
      ["fifty a second"] = {processes = 4, workers = 60, qps = 50, delay = 0.001, answer = 0.05, seconds = 20},
      ["through connections that take long"] = {
        processes = 4, workers = 40, qps = 20, delay = 0.5, answer = 0.5, least = 0.6, seconds = 60,
      },
      ["through connections that take longer than a place is kept"] = {
        processes = 4, workers = 40, qps = 10, delay = 30, answer = 0.5, least = 0.05,
      },
    }
    for what, case in pairs(cases) do
      it("never exceeds the limit, wastes hardly any of it, and is shared fairly: " .. what, function()
        case.seconds = case.seconds or 180
        local sent = pacing.simulate(processes(case.processes, home, {qps = case.qps}), clock, case)
        pacing.check(sent, case)
        local calls = {}
        for _, call in ipairs(sent) do
          local process = (call.worker - 1) % case.processes + 1
          calls[process] = (calls[process] or 0) + 1
        end
        for process = 1, case.processes do
          assert.is_true(calls[process] > 0.8 * #sent / case.processes,
            ("process %d: %d of %d calls"):format(process, calls[process], #sent))
        end
      end)
    end

    it("gives a process with enough waiting calls its share, however many another one has", function()
      local quotas = processes(2, home, {qps = 10})
      local owners = {}
      for worker = 1, 40 do owners[worker] = worker <= 6 and quotas[1] or quotas[2] end
      local few = 0
      local sent = pacing.simulate(owners, clock, {workers = 40, seconds = 60, delay = 0.001, answer = 0.005})
      for _, call in ipairs(sent) do few = few + (call.worker <= 6 and 1 or 0) end
      assert.is_true(few > 0.4 * #sent, ("%d of %d calls"):format(few, #sent))
    end)

    it("asks the home some times for a call, however many calls wait", function()
      local crowd = {workers = 400, seconds = 60, delay = 0.001, answer = 0.005}
      pacing.simulate(processes(4, home, {qps = 10}), clock, crowd)
      assert.is_true(home.asked < 60 * (10 * 5 + 4 * 5), home.asked .. " times")
    end)
  end)

  it("keeps the calls of each account and each operation apart", function()
    local mine, other = shared.new(home, {qps = 1, account = "mine"}), shared.new(home, {qps = 1})
    use_up(mine, 1)
    assert.is_false(ready(mine:line_up("A", 10), 1000))
    assert.is_true(ready(mine:line_up("B", 10), 1000))
    assert.is_true(ready(other:line_up("A", 10), 1000))
  end)

  it("takes the operation's limit unless it has its own", function()
    use_up(shared.new(home, {}), 10)
    assert.is_false(ready(shared.new(home, {}):line_up("A", 10), 1000))
  end)

  it("counts a call from when it went out, not from when it might, also where another process waits", function()
    local one, two = (table.unpack or unpack)(processes(2, home, {qps = 1}))
    local slow, waiting = one:line_up("A", 10), two:line_up("A", 10)
    assert.is_true(ready(slow, 1000))
    slow:use(pacing.transfer(clock, 1003))
    for at = 1000.1, 1004, 0.1 do
      clock.now = at
      slow:track(at)
      assert.is_false(ready(waiting, at))
    end
    clock.now = 1004.05
    assert.is_true(ready(waiting, clock.now))
  end)

  it("gives the place of a request that never went out to the next", function()
    local one, two = (table.unpack or unpack)(processes(2, home, {qps = 1}))
    for _, never in ipairs {pacing.transfer(clock, nil), false} do
      local turn = one:line_up("A", 10)
      assert.is_true(ready(turn, clock.now))
      if never then turn:use(never) end
      turn:leave()
    end
    assert.is_true(ready(two:line_up("A", 10), clock.now))
  end)

  it("does without a process that died: its place in the line soon, its call after a while", function()
    local dead, alive = (table.unpack or unpack)(processes(2, home, {qps = 1}))
    local out, waiting = dead:line_up("A", 10), dead:line_up("A", 10)
    assert.is_true(ready(out, 1000))
    assert.is_false(ready(waiting, 1000))
    local turn, at = alive:line_up("A", 10), 1000
    while not ready(turn, at) do at = at + 0.1 end
    assert.is_true(at > 1010 and at < 1012.5, at)
  end)

  it("lets a call that is repeated go before those of its process that came later", function()
    local quota = shared.new(home, {qps = 1})
    local first, second = quota:line_up("A", 10), quota:line_up("A", 10)
    assert.is_true(ready(first, 1000))
    first:use(pacing.transfer(clock, 1000))
    assert.is_false(ready(second, 1000))
    first:again()
    for at = 1000.1, 1001, 0.1 do
      assert.is_false(ready(second, at))
      assert.is_false(ready(first, at))
    end
    assert.is_false(ready(second, 1001.1))
    assert.is_true(ready(first, 1001.1))
  end)

  it("does not let others wait for a process whose calls have all left the line", function()
    local one, two = (table.unpack or unpack)(processes(2, home, {qps = 1}))
    use_up(one, 1)
    local gone, next_one = one:line_up("A", 10), two:line_up("A", 10)
    assert.is_false(ready(gone, 1000.9))
    assert.is_false(ready(next_one, 1000.9))
    gone:leave()
    assert.is_true(ready(next_one, 1001.2))
  end)

  it("holds everybody's calls when the service asks for a pause", function()
    local one, two = (table.unpack or unpack)(processes(2, home, {qps = 5}))
    one:line_up("A", 10):hold(1003)
    local turn = two:line_up("A", 10)
    for at = 1000, 1002.9, 0.1 do assert.is_false(ready(turn, at)) end
    assert.is_true(ready(turn, 1003.01))
  end)

  describe("whose home is away", function()
    it("refuses calls, says why and what to do, and asks the home again only once a second", function()
      local quota = shared.new(home, {})
      home.problem = "gone fishing"
      for _ = 1, 5 do
        local is_ready, err = quota:line_up("A", 10):ready(1000)
        assert.is_nil(is_ready)
        assert.is_true(errors.is(err))
        assert.same({"throttled", "A", true, "look behind it"}, {err.kind, err.action, err.retryable, err.hint})
        assert.equal("no call is let through, as the quota is kept in the shelf: gone fishing", err.message)
      end
      assert.equal(1, home.asked)
      quota:line_up("A", 10):ready(1001.01)
      assert.equal(2, home.asked)
    end)

    it("goes on when it is back, once nothing can be left of what it knows nothing about", function()
      local quota = shared.new(home, {})
      home.problem = "gone fishing"
      assert.is_nil(ready(quota:line_up("A", 10), 1000))
      home.problem = nil
      local turn, at = quota:line_up("A", 10), 1001.01
      while not ready(turn, at) do at = at + 0.1 end
      assert.is_true(at > 1003 and at < 1003.3, at)
    end)

    it("comes back at once where it has long been back", function()
      local quota = shared.new(home, {})
      home.problem = "gone fishing"
      assert.is_nil(ready(quota:line_up("A", 10), 1000))
      home.problem = nil
      assert.is_true(ready(quota:line_up("A", 10), 1100))
    end)

    -- Several processes, before, while and after the home is away.
    it("goes on with its share, and with the others never exceeds the quota, not even in passing", function()
      local quotas = processes(4, home, {qps = 20}, 0.2)
      local options, all, parts = {workers = 16, delay = 0.001, answer = 0.005}, {}, {}
      for part, case in ipairs {{away = nil, seconds = 20}, {away = "gone", seconds = 20}, {seconds = 20}} do
        home.problem, options.seconds = case.away, case.seconds
        local sent = pacing.simulate(quotas, clock, options)
        parts[part] = #sent
        for _, call in ipairs(sent) do all[#all + 1] = call end
      end
      pacing.check(all, {qps = 20, seconds = 60, least = 0.85})
      assert.is_true(parts[2] > 0.7 * 20 * 0.8 * 20 and parts[2] < 20 * 0.85 * 20, parts[2] .. " calls")
    end)

    it("keeps the service's pause when it goes on with its share", function()
      local quota = shared.new(home, {}, 0.5)
      home.problem = "gone fishing"
      local turn = quota:line_up("A", 10)
      assert.is_false(ready(turn, 1000))
      turn:hold(1010)
      for at = 1001, 1009.9, 0.1 do assert.is_false(ready(turn, at)) end
      assert.is_true(ready(turn, 1010.01))
    end)
  end)
end)
