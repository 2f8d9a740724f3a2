local aliota = require "aliota"
local pacing = require "spec.support.pacing"
local quota = require "aliota.quota"
local rate = require "aliota.quota.rate"
local Way = require "aliota.quota.way"

local WINDOW = 1.025 -- seconds for which a slot is taken, see quota/rate.lua
local transfer = pacing.transfer

-- Lines up and asks once, as a call does.
local function waiting(shared, now, limit)
  local reservation = shared:reserve("A", limit or 10)
  reservation:acquire(now)
  return reservation
end

-- Makes the next `count` calls go out at `now`.
local function use_up(shared, count, now, limit)
  for _ = 1, count do
    local reservation = shared:reserve("A", limit or 10)
    assert.is_true((reservation:acquire(now)))
    reservation:attach(transfer({now = now}, now))
  end
end

local function ready(reservation, now)
  return (reservation:acquire(now))
end

describe("quota", function()
  describe("in minutes of made-up time", function()
    local cases = {
      ["ten a second, answered at once"] = {qps = 10, workers = 16, delay = 0.001, answer = 0.005},
      ["ten a second, answered late"] = {qps = 10, workers = 30, delay = 0.005, answer = 2},
      ["ten a second, by few"] = {qps = 10, workers = 10, delay = 0.001, answer = 0.02, least = 0.9},
      ["one a second"] = {qps = 1, workers = 3, delay = 0.001, answer = 0.1},
      ["one in two seconds"] = {qps = 0.5, workers = 3, delay = 0.001, answer = 0.1},
      ["fifty a second"] = {qps = 50, workers = 60, delay = 0.001, answer = 0.05, seconds = 20},
      ["through connections that take long"] = {
        qps = 20, workers = 40, delay = 0.5, answer = 0.5, least = 0.6, seconds = 60,
      },
    }
    for what, case in pairs(cases) do
      it("never exceeds the limit and hardly wastes any of it: " .. what, function()
        case.seconds = case.seconds or 180
        pacing.check(pacing.simulate({quota.new(case.qps)}, {now = 1000}, case), case)
      end)
    end
  end)

  it("lets as many go at once as are allowed in a second, and no more until that is over", function()
    local shared = quota.new(3)
    use_up(shared, 3, 100)
    local fourth = shared:reserve("A", 10)
    local is_ready, at = fourth:acquire(100)
    assert.is_false(is_ready)
    assert.is_true(math.abs(at - (100 + WINDOW)) < 1e-9)
    assert.is_false(ready(fourth, 101))
    assert.is_true(ready(fourth, 100 + WINDOW + 1e-9))
  end)

  it("paces each operation by itself", function()
    local shared = quota.new(1)
    use_up(shared, 1, 100)
    assert.is_true(ready(shared:reserve("B", 10), 100))
    assert.is_false(ready(shared:reserve("A", 10), 100))
  end)

  it("takes the operation's limit unless it has its own", function()
    for _, case in ipairs {{nil, 5, 5}, {2, 5, 2}} do
      local shared = quota.new(case[1])
      use_up(shared, case[3], 100, case[2])
      assert.is_false(ready(shared:reserve("A", case[2]), 100))
    end
  end)

  it("counts from when a request went out, not from when it might", function()
    local shared, clock = quota.new(1), {now = 100}
    local slow = transfer(clock, 103)
    local reservation = shared:reserve("A", 10)
    assert.is_true(ready(reservation, 100))
    reservation:attach(slow)
    local next_one = shared:reserve("A", 10)
    clock.now = 102
    assert.same({false, math.huge}, {next_one:acquire(102)})
    clock.now = 103.5
    assert.is_false(ready(next_one, 103.5))
    clock.now = 103 + WINDOW + 1e-9
    assert.is_true(ready(next_one, clock.now))
  end)

  it("gives the slot of a request that never went out to the next", function()
    local shared = quota.new(1)
    local reservation = shared:reserve("A", 10)
    assert.is_true(ready(reservation, 100))
    local never = transfer({now = 100}, nil)
    reservation:attach(never)
    assert.is_true(ready(shared:reserve("A", 10), 100))
  end)

  it("counts a slot from the start while nobody has said what uses it", function()
    local shared = quota.new(1)
    assert.is_true(ready(shared:reserve("A", 10), 100))
    local next_one = shared:reserve("A", 10)
    assert.is_false(ready(next_one, 101))
    assert.is_true(ready(next_one, 100 + WINDOW + 1e-9))
  end)

  it("takes a transfer that was collected for one that goes out now", function()
    local shared = quota.new(1)
    local reservation = shared:reserve("A", 10)
    assert.is_true(ready(reservation, 100))
    reservation:attach(transfer({now = 100}, 200))
    collectgarbage()
    collectgarbage()
    local next_one = shared:reserve("A", 10)
    assert.is_false(ready(next_one, 101))
    assert.is_false(ready(next_one, 102))
    assert.is_true(ready(next_one, 101 + WINDOW + 1e-9))
  end)

  describe("is a queue:", function()
    -- Lets all poll over and over, the last first; returns the numbers of those that went, in that order.
    local function order_of(reservations, from)
      local went, has_gone = {}, {}
      for tick = 1, 200 do
        for number = #reservations, 1, -1 do
          if not has_gone[number] and ready(reservations[number], from + tick * 0.05) then
            went[#went + 1], has_gone[number] = number, true
          end
        end
      end
      return went
    end

    it("who came first goes first, whoever asks first", function()
      local shared, reservations = quota.new(1), {}
      use_up(shared, 1, 100)
      for i = 1, 5 do reservations[i] = waiting(shared, 100) end
      assert.same({1, 2, 3, 4, 5}, order_of(reservations, 100))
    end)

    it("a call that is repeated goes before those who came later", function()
      local shared = quota.new(1)
      local first = shared:reserve("A", 10)
      assert.is_true(ready(first, 100))
      local second, third = waiting(shared, 100), waiting(shared, 100)
      first:requeue()
      assert.is_false(ready(first, 100))
      assert.same({1, 2, 3}, order_of({first, second, third}, 100))
    end)

    it("a call that is repeated goes before them, too, where several may go at once", function()
      local shared = quota.new(2)
      local first = shared:reserve("A", 10)
      assert.is_true(ready(first, 100))
      use_up(shared, 1, 100)
      local third, fourth = waiting(shared, 100), waiting(shared, 100)
      first:requeue()
      assert.is_false(ready(first, 100))
      assert.same({2, 1, 3}, order_of({first, third, fourth}, 100))
    end)

    it("who leaves is not waited for", function()
      local shared = quota.new(1)
      use_up(shared, 1, 100)
      local first, second = waiting(shared, 101), waiting(shared, 101)
      assert.is_false(ready(second, 101.1))
      first:release()
      assert.is_true(ready(second, 101.1))
    end)

    it("nor is who was collected", function()
      local shared = quota.new(1)
      use_up(shared, 1, 100)
      waiting(shared, 101)
      local second = waiting(shared, 101)
      collectgarbage()
      collectgarbage()
      assert.is_true(ready(second, 101.1))
    end)

    it("nor is who has not asked for a while, until he asks again", function()
      local shared = quota.new(1)
      use_up(shared, 1, 100)
      local idle, busy, late = waiting(shared, 100), waiting(shared, 100), waiting(shared, 100)
      assert.is_true(ready(busy, 101.1))
      busy:attach(transfer({now = 101.1}, 101.1))
      assert.is_false(ready(idle, 101.2))
      assert.is_false(ready(late, 101.2))
      for now = 101.3, 102, 0.1 do assert.is_false(ready(idle, now)) end
      assert.is_false(ready(late, 102.2))
      assert.is_true(ready(idle, 102.2))
    end)
  end)

  it("gives a call that is refused its slot back, but once", function()
    local shared = quota.new(1)
    local reservation = shared:reserve("A", 10)
    for attempt = 1, 2 do
      assert.is_true(ready(reservation, 100 + attempt / 10))
      reservation:attach(transfer({now = 101}, 100 + attempt / 10))
      reservation:answered(0.05, true)
      reservation:requeue()
    end
    assert.is_false(ready(reservation, 101))
    assert.is_true(ready(reservation, 100.2 + WINDOW + 1e-9))
  end)

  it("keeps a slot for longer whose request may have arrived late", function()
    local shared = quota.new(2)
    for number, seconds in ipairs {0.1, 0.5} do
      local reservation = shared:reserve("A", 10)
      assert.is_true(ready(reservation, 100))
      reservation:attach(transfer({now = 101}, 100))
      reservation:answered(seconds)
      reservation:release()
      assert.equal(number, #shared.limiters.A.taken)
    end
    local early, late = shared:reserve("A", 10), shared:reserve("A", 10)
    local is_ready, at = early:acquire(100.9)
    assert.is_false(is_ready)
    assert.is_true(ready(early, at + 1e-9))
    early:attach(transfer({now = 102}, at))
    assert.is_false(ready(late, 100 + 1.3))
    assert.is_true(ready(late, 100 + WINDOW + Way.MOST))
  end)

  it("blocks a whole queue when the service asks for a pause", function()
    local shared = quota.new(5)
    local reservation, other = shared:reserve("A", 10), shared:reserve("A", 10)
    reservation:back_off(110)
    reservation:back_off(105)
    assert.same({false, 110}, {other:acquire(109)})
    assert.is_true(ready(shared:reserve("B", 10), 109))
    assert.is_true(ready(other, 110))
  end)

  it("keeps every limit of clients that share a queue", function()
    local shared = quota.new()
    use_up(shared, 1, 100, 0.5)
    -- Those who may make more calls go on, and forget nothing that the others still need.
    local fast, never = shared:reserve("A", 10), transfer({now = 101.2}, nil)
    assert.is_true(ready(fast, 101.2))
    fast:attach(never)
    assert.is_false(ready(shared:reserve("A", 0.5), 101.3))
    use_up(shared, 3, 101.5, 10)
    use_up(shared, 3, 102, 10)
    local slow = shared:reserve("A", 0.5)
    assert.is_false(ready(slow, 102))
    assert.is_false(ready(slow, 104))
    assert.is_true(ready(slow, 102 + 2 * WINDOW + 1e-9))
  end)

  describe("of an account", function()
    it("is one for all, as long as anybody uses it", function()
      local mine = quota.of "key one"
      assert.equal(mine, quota.of "key one")
      assert.not_equal(mine, quota.of "key two")
      quota.of("key three").mark = true
      collectgarbage()
      collectgarbage()
      assert.is_nil(quota.of("key three").mark)
    end)
  end)

  it("knows how long calls take, as they do", function()
    for _, case in ipairs {{0, 10}, {1, 10}, {10, 10}, {11, 10}, {45, 20}, {3, 0.5}} do
      local calls, qps = case[1], case[2]
      local shared, now = quota.new(qps), 1000
      for _ = 1, calls do
        local reservation = shared:reserve("action", qps)
        local free, at = reservation:acquire(now)
        now = free and now or at + 1e-9 -- beyond what a float rounds away
        assert.is_true(free or reservation:acquire(now))
      end
      assert.near(now - 1000, rate.seconds(calls, qps), 1e-6)
    end
  end)

  it("is told from other values", function()
    assert.is_true(quota.is(aliota.quota(5)))
    assert.is_true(quota.is(require("aliota.quota.redis").new {}))
    for _, value in ipairs {5, "5", {qps = 5}, true} do assert.is_false(quota.is(value)) end
  end)

  it("refuses figures that make no sense, at the caller's line", function()
    for _, qps in ipairs {0.25, 1, 10, 10000} do assert.equal(qps, aliota.quota(qps).qps) end
    for _, qps in ipairs {0, -1, 1.5, 10001, math.huge, 0 / 0, "10", {}} do
      for _, make in ipairs {quota.new, aliota.quota} do
        local ok, raised = pcall(function()
          local made = make(qps)
          return made
        end)
        assert.is_false(ok)
        assert.truthy(raised:find "init_spec.lua:%d+: quota.new: qps is .+; it must be a whole number", raised)
      end
    end
  end)
end)
