local Limiter = require "aliota.quota.shared_limiter"
local errors = require "aliota.api.errors"
local pacing = require "spec.support.pacing"
local shared_quota = require "aliota.quota.shared_quota"
local shared_window = require "aliota.quota.shared_window"

local unpack = table.unpack or unpack -- luacheck: ignore 143

-- A backend in this process, at a made-up time, that counts what it is asked for. It may have a `problem`; be `deaf`,
-- so that no answer arrives; or be `stalled`: what it is asked for it finds when it goes on (`resume`), too late.
local Backend = {name = "the shelf", hint_for = function() return "look behind it" end}
Backend.__index = Backend

local function new_backend(clock)
  return setmetatable({texts = {}, asked = 0, clock = clock, now = function() return clock.now end}, Backend)
end

function Backend:carry_out(key, ...)
  local answer
  self.texts[key], answer = shared_window.apply(self.texts[key] or "", self.now(), ...)
  return answer
end

function Backend:apply(key, pause, _, ...)
  self.asked = self.asked + 1
  self.clock.now = self.clock.now + 1e-5 -- it takes its time
  if self.problem then return nil, self.problem end
  if self.stalled then
    self.stalled[#self.stalled + 1] = {key = key, pause = pause, expiry = self.now()}
    return nil, "timeout"
  end
  local answer = self:carry_out(key, ...)
  if self.deaf then return nil, "timeout" end
  return answer
end

function Backend:resume()
  local late = self.stalled or {}
  self.problem, self.deaf, self.stalled = nil, nil, nil
  for _, request in ipairs(late) do
    self:carry_out(request.key, "recover", self.now() - request.expiry, request.pause)
  end
end

-- Quotas of as many processes.
local function processes(count, backend, settings, share)
  local quotas = {}
  for i = 1, count do quotas[i] = shared_quota.new(backend, settings or {}, share) end
  return quotas
end

describe("a shared quota", function()
  local clock, backend
  before_each(function()
    clock = {now = 1000}
    backend = new_backend(clock)
  end)

  local function ready(reservation, now)
    clock.now = now
    return (reservation:acquire(now))
  end

  -- Makes the next `count` calls go out now.
  local function use_up(quota, count)
    for _ = 1, count do
      local reservation = quota:reserve("A", 10)
      assert.is_true(ready(reservation, clock.now))
      reservation:attach(pacing.transfer(clock, clock.now))
      reservation:release()
    end
  end

  it("tells later what the backend was too busy to hear when a call ended", function()
    local quota, apply = processes(1, backend)[1], backend.apply
    local reservation = quota:reserve("A", 1)
    assert.is_true(ready(reservation, clock.now))
    reservation:attach(pacing.transfer(clock, clock.now))
    backend.apply = function() return Limiter.BUSY end
    reservation:release()
    backend.apply = apply
    clock.now = clock.now + 1.03 -- the window is over, the lease is not
    assert.is_true(ready(quota:reserve("A", 1), clock.now))
  end)

  it("tells again of requests on their way when the windows came to be kept elsewhere", function()
    local quota = processes(1, backend)[1]
    local reservation = quota:reserve("A", 10)
    assert.is_true(ready(reservation, clock.now))
    reservation:attach {sent = function() end, done = function() return false end}
    reservation:track(clock.now)
    backend.texts, backend.moves = {}, 1
    quota:reserve("A", 10):back_off(clock.now + 1) -- any answer brings it along
    reservation:track(clock.now)
    assert.equal(1, select(2, backend.texts["aliota:{default:A}"]:gsub("\nt ", "")))
  end)

  -- Makes a call that is answered after so many seconds, which its process notices at once.
  local function answered_after(quota, seconds, is_refused)
    local reservation = quota:reserve("A", 10)
    assert.is_true(ready(reservation, clock.now))
    reservation:attach(pacing.transfer(clock, clock.now))
    reservation:track(clock.now)
    clock.now = clock.now + seconds
    reservation:answered(seconds, is_refused)
    reservation:release()
  end

  -- Seconds from now until a call may go out.
  local function wait_of(quota)
    local reservation, start = quota:reserve("A", 10), clock.now
    while not ready(reservation, clock.now) do clock.now = clock.now + 0.001 end
    reservation:release()
    return clock.now - start
  end

  it("keeps the slots of requests that may have arrived late for longer, whichever process waits for them", function()
    local one, other = unpack(processes(2, backend, {qps = 1}))
    answered_after(one, 0.1)
    assert.near(0.925, wait_of(other), 0.01)
    clock.now = clock.now + 2
    answered_after(one, 0.3)
    assert.is_true(wait_of(other) > 0.725 + 0.15)
  end)

  it("asks the backend no more often where all round trips take as long", function()
    local quota = processes(1, backend)[1]
    answered_after(quota, 0.1)
    local asked = backend.asked
    for _ = 1, 5 do answered_after(quota, 0.1) end
    assert.equal(10, backend.asked - asked) -- for a slot, and to say when it was sent
    answered_after(quota, 0.3)
    assert.equal(13, backend.asked - asked) -- and that it may have arrived late
  end)

  it("keeps the slot of a request that was refused", function()
    local quota = processes(1, backend, {qps = 1})[1]
    answered_after(quota, 0.1, true)
    assert.near(0.925, wait_of(quota), 0.01)
  end)

  it("lets no more go out where they take unequally long, and uses most of the quota", function()
    for _, count in ipairs {1, 4} do
      local quotas = processes(count, new_backend(clock), {qps = 10})
      local case = {processes = count, workers = 30, qps = 10, delay = 0.001, answer = 0.3, seconds = 60, least = 0.8,
        is_told = true}
      pacing.check(pacing.simulate(quotas, clock, case), case)
    end
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
      ["through connections that take longer than a slot is kept"] = {
        processes = 4, workers = 40, qps = 10, delay = 30, answer = 0.5, least = 0.05,
      },
    }
    for what, case in pairs(cases) do
      it("never exceeds the limit, wastes hardly any of it, and is shared fairly: " .. what, function()
        case.seconds = case.seconds or 180
        local sent = pacing.simulate(processes(case.processes, backend, {qps = case.qps}), clock, case)
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
      local quotas = processes(2, backend, {qps = 10})
      local owners = {}
      for worker = 1, 40 do owners[worker] = worker <= 6 and quotas[1] or quotas[2] end
      local few = 0
      local sent = pacing.simulate(owners, clock, {workers = 40, seconds = 60, delay = 0.001, answer = 0.005})
      for _, call in ipairs(sent) do few = few + (call.worker <= 6 and 1 or 0) end
      assert.is_true(few > 0.4 * #sent, ("%d of %d calls"):format(few, #sent))
    end)

    it("asks the backend some times for a call, however many calls wait", function()
      local crowd = {workers = 400, seconds = 60, delay = 0.001, answer = 0.005}
      pacing.simulate(processes(4, backend, {qps = 10}), clock, crowd)
      assert.is_true(backend.asked < 60 * (10 * 5 + 4 * 5), backend.asked .. " times")
    end)
  end)

  it("keeps the calls of each account and each operation apart", function()
    local mine, other = shared_quota.new(backend, {qps = 1, account = "mine"}), shared_quota.new(backend, {qps = 1})
    use_up(mine, 1)
    assert.is_false(ready(mine:reserve("A", 10), 1000))
    assert.is_true(ready(mine:reserve("B", 10), 1000))
    assert.is_true(ready(other:reserve("A", 10), 1000))
  end)

  it("takes the operation's limit unless it has its own", function()
    use_up(shared_quota.new(backend, {}), 10)
    assert.is_false(ready(shared_quota.new(backend, {}):reserve("A", 10), 1000))
  end)

  it("counts a call from when it went out, not from when it might, also where another process waits", function()
    local one, two = (table.unpack or unpack)(processes(2, backend, {qps = 1}))
    local slow, waiting = one:reserve("A", 10), two:reserve("A", 10)
    assert.is_true(ready(slow, 1000))
    slow:attach(pacing.transfer(clock, 1003))
    for at = 1000.1, 1004, 0.1 do
      clock.now = at
      slow:track(at)
      assert.is_false(ready(waiting, at))
    end
    clock.now = 1004.05
    assert.is_true(ready(waiting, clock.now))
  end)

  it("gives the slot of a request that never went out to the next", function()
    local one, two = (table.unpack or unpack)(processes(2, backend, {qps = 1}))
    for _, never in ipairs {pacing.transfer(clock, nil), false} do
      local reservation = one:reserve("A", 10)
      assert.is_true(ready(reservation, clock.now))
      if never then reservation:attach(never) end
      reservation:release()
    end
    assert.is_true(ready(two:reserve("A", 10), clock.now))
  end)

  it("does without a process that died: its place in the queue soon, its call after a while", function()
    local dead, alive = (table.unpack or unpack)(processes(2, backend, {qps = 1}))
    local out, waiting = dead:reserve("A", 10), dead:reserve("A", 10)
    assert.is_true(ready(out, 1000))
    assert.is_false(ready(waiting, 1000))
    local reservation, at = alive:reserve("A", 10), 1000
    while not ready(reservation, at) and at < 1100 do at = at + 0.1 end
    assert.is_true(at > 1010 and at < 1012.5, at)
  end)

  it("lets a call that is repeated go before those of its process that came later", function()
    local quota = shared_quota.new(backend, {qps = 1})
    local first, second = quota:reserve("A", 10), quota:reserve("A", 10)
    assert.is_true(ready(first, 1000))
    first:attach(pacing.transfer(clock, 1000))
    assert.is_false(ready(second, 1000))
    first:requeue()
    for at = 1000.1, 1001, 0.1 do
      assert.is_false(ready(second, at))
      assert.is_false(ready(first, at))
    end
    assert.is_false(ready(second, 1001.1))
    assert.is_true(ready(first, 1001.1))
  end)

  it("does not let others wait for a process whose calls have all left the line", function()
    local one, two = (table.unpack or unpack)(processes(2, backend, {qps = 1}))
    use_up(one, 1)
    local gone, next_one = one:reserve("A", 10), two:reserve("A", 10)
    assert.is_false(ready(gone, 1000.9))
    assert.is_false(ready(next_one, 1000.9))
    gone:release()
    assert.is_true(ready(next_one, 1001.2))
  end)

  it("holds everybody's calls when the service asks for a pause", function()
    local one, two = (table.unpack or unpack)(processes(2, backend, {qps = 5}))
    one:reserve("A", 10):back_off(1003)
    local reservation = two:reserve("A", 10)
    for at = 1000, 1002.9, 0.1 do assert.is_false(ready(reservation, at)) end
    assert.is_true(ready(reservation, 1003.01))
  end)

  describe("whose answers get lost", function()
    -- Whether a process would get a slot now; without one it does not wait.
    local function is_free(quota)
      local reservation = (quota or shared_quota.new(backend, {qps = 1})):reserve("A", 10)
      local is_ready = ready(reservation, clock.now)
      reservation:release()
      return is_ready
    end

    it("gives a call the slot that it was given before", function()
      local reservation = shared_quota.new(backend, {qps = 1}):reserve("A", 10)
      backend.deaf = true
      assert.is_nil(ready(reservation, clock.now))
      backend.deaf, clock.now = nil, clock.now + 0.5
      assert.is_false(is_free())
      assert.is_true(ready(reservation, clock.now))
    end)

    it("takes back what was given to a call that did not wait, as soon as it can", function()
      local quota = shared_quota.new(backend, {qps = 1})
      local reservation, later = quota:reserve("A", 10), quota:reserve("A", 10)
      backend.deaf = true
      assert.is_nil(ready(reservation, clock.now))
      reservation:release()
      backend.deaf, clock.now = nil, clock.now + 0.5
      assert.is_true(ready(later, clock.now))
    end)

    for how, break_down in pairs {
      ["as the backend did not hear it"] = function() backend.problem = "gone fishing" end,
      ["as nothing can wait here"] = function()
        local apply = backend.apply
        function backend.apply()
          backend.apply = apply
          return nil, "in a finaliser", true
        end
      end,
    } do
      it("tells again when a request went out, " .. how, function()
        local quota = shared_quota.new(backend, {qps = 1})
        local reservation = quota:reserve("A", 10)
        assert.is_true(ready(reservation, clock.now))
        reservation:attach(pacing.transfer(clock, clock.now))
        break_down()
        reservation:release()
        backend.problem, clock.now = nil, clock.now + 0.9
        assert.is_false(is_free(quota))
        clock.now = clock.now + 0.13
        assert.is_true(is_free())
      end)
    end

    it("tells again of a pause that the service asked for", function()
      local quota = shared_quota.new(backend, {})
      backend.problem = "gone fishing"
      quota:reserve("A", 10):back_off(1005)
      backend.problem, clock.now = nil, 1001
      assert.is_false(is_free(quota))
      assert.is_false(is_free())
    end)

    it("lets nobody's slots be taken by what is carried out too late", function()
      backend.stalled = {}
      for _, quota in ipairs(processes(10, backend)) do assert.is_nil(ready(quota:reserve("A", 10), clock.now)) end
      clock.now = clock.now + 2
      backend:resume()
      use_up(shared_quota.new(backend, {}), 10)
    end)

    it("gives up the slot of a call that ends while it is asked for", function()
      local reservation = shared_quota.new(backend, {qps = 1}):reserve("A", 10)
      function backend.apply(...)
        backend.apply = nil
        reservation:release() -- what this tells may arrive first
        return backend.apply(...)
      end
      assert.is_false(ready(reservation, clock.now))
      assert.is_true(is_free())
    end)

    it("counts a call that ends while it is said to be under way as what it was", function()
      local reservation = shared_quota.new(backend, {qps = 1}):reserve("A", 10)
      assert.is_true(ready(reservation, clock.now))
      reservation:attach(pacing.transfer(clock, clock.now + 100))
      clock.now = clock.now + 6
      function backend.apply(...)
        backend.apply = nil
        reservation:release()
        return backend.apply(...)
      end
      reservation:track(clock.now)
      assert.is_true(is_free())
    end)

    it("takes the slots of calls back that nobody wants any more", function()
      local quota = shared_quota.new(backend, {qps = 2})
      assert.is_true(ready(quota:reserve("A", 10), clock.now))
      backend.deaf = true
      assert.is_nil(ready(quota:reserve("A", 10), clock.now))
      collectgarbage()
      collectgarbage()
      backend.deaf, clock.now = nil, clock.now + 0.5
      assert.is_true(ready(quota:reserve("A", 10), clock.now)) -- one may have gone out, the other did not
      assert.is_false(ready(quota:reserve("A", 10), clock.now))
      clock.now = clock.now + 1.03
      assert.is_true(ready(quota:reserve("A", 10), clock.now))
    end)
  end)

  describe("whose backend is away", function()
    it("refuses calls, says why and what to do, and asks the backend again only twice a second", function()
      local quota = shared_quota.new(backend, {})
      backend.problem = "gone fishing"
      for _ = 1, 5 do
        local is_ready, err = quota:reserve("A", 10):acquire(1000)
        assert.is_nil(is_ready)
        assert.is_true(errors.is(err))
        assert.same({"throttled", "A", true, "look behind it"}, {err.kind, err.action, err.retryable, err.hint})
        assert.equal("no call is let through, as the quota is kept in the shelf: gone fishing", err.message)
      end
      assert.equal(1, backend.asked)
      quota:reserve("A", 10):acquire(1000.51)
      assert.equal(2, backend.asked)
    end)

    it("goes on at once when it is back, unless processes may be using their shares", function()
      for _, share in ipairs {false, 0.1} do
        local other = shared_quota.new(backend, {}, share or nil)
        backend.problem = "gone fishing"
        for _ = 1, 2 do ready(other:reserve("A", 10), clock.now) end
        backend.problem, clock.now = nil, clock.now + 0.6
        assert.equal(not share, ready(other:reserve("A", 10), clock.now))
        assert.equal(not share, ready(shared_quota.new(backend, {}):reserve("A", 10), clock.now))
      end
    end)

    it("tells each client once that it goes by a share, and once that this is over", function()
      local quota, told = shared_quota.new(backend, {}, 0.5), {{}, {}}
      local warn = {}
      for i = 1, 2 do
        warn[i] = function(message) table.insert(told[i], message) end
      end
      local function call(action, i) return ready(quota:reserve(action, 10, warn[i]), clock.now) end
      local function call_all()
        for _, action in ipairs {"A", "B"} do
          for i = 1, 2 do call(action, i) end
        end
      end
      local AWAY = "calls are made by 0.5 of the quota, as that is kept in the shelf: gone fishing"
      local BACK = "calls are made by the whole quota again: the shelf is back"
      for outage = 1, 2 do
        backend.problem = "gone fishing"
        for _ = 1, 3 do
          call_all()
          clock.now = clock.now + 0.6
        end
        assert.same({2 * outage - 1, AWAY}, {#told[1], told[1][#told[1]]})
        backend.problem, clock.now = nil, clock.now + 0.6
        call_all()
        assert.equal(2 * outage - 1, #told[1]) -- others may be using their shares
        clock.now = clock.now + 1.1
        call("A", 1)
        call("B", 2)
        assert.same({2 * outage, BACK}, {#told[1], told[1][#told[1]]})
        assert.same(told[1], told[2])
        clock.now = clock.now + 60
      end
    end)

    it("lets nobody go for a window when it has forgotten what was sent, whoever asks first", function()
      local busy, idle = shared_quota.new(backend, {}), shared_quota.new(backend, {})
      assert.is_true(ready(idle:reserve("A", 10), clock.now))
      clock.now = clock.now + 50
      use_up(busy, 10)
      backend.texts = {}
      assert.is_false(ready(idle:reserve("A", 10), clock.now))
      clock.now = clock.now + 1.1
      assert.is_true(ready(idle:reserve("A", 10), clock.now))
    end)

    it("tells what went by its share, and what is about to", function()
      local quota, other = shared_quota.new(backend, {qps = 2}, 0.5), shared_quota.new(backend, {qps = 2})
      backend.problem = "gone fishing"
      local out, about = quota:reserve("A", 10), quota:reserve("A", 10)
      assert.is_false(ready(out, 1000))
      for _, call in ipairs {{out, 1002, 1002}, {about, 1004, 1010}} do
        local reservation, at, sent_at = call[1], call[2], call[3]
        clock.now = at
        assert.is_true(ready(reservation, at))
        reservation:attach(pacing.transfer(clock, sent_at))
        reservation:track(at)
      end
      out:release()
      backend.problem, clock.now = nil, 1004.6
      assert.is_false(ready(quota:reserve("A", 10), clock.now)) -- it is back, and the share used up
      about:track(clock.now)
      clock.now = 1006
      assert.is_true(ready(other:reserve("A", 10), clock.now))
      assert.is_false(ready(other:reserve("A", 10), clock.now))
    end)

    it("tells of a call by its share that was the last", function()
      local quota, other = shared_quota.new(backend, {qps = 1}, 1), shared_quota.new(backend, {qps = 1})
      backend.problem = "gone fishing"
      local reservation = quota:reserve("A", 10)
      assert.is_false(ready(reservation, 1000))
      clock.now = 1002
      assert.is_true(ready(reservation, clock.now))
      backend.problem = nil
      clock.now = 1002.4
      reservation:attach(pacing.transfer(clock, clock.now))
      reservation:release()
      clock.now = 1003.42
      assert.is_false(ready(other:reserve("A", 10), clock.now))
    end)

    -- Several processes, before, while and after the backend is away. Those that have no share come again.
    local WAYS = {
      ["is away"] = function() backend.problem = "gone" end,
      ["is stalled"] = function() backend.stalled = {} end,
      ["gives no answer"] = function() backend.deaf = true end,
      ["is away and forgets"] = function() backend.problem, backend.texts = "gone", {} end,
      ["forgets"] = function() backend.texts = {} end,
    }
    for what, go_away in pairs(WAYS) do
      for _, share in ipairs {false, 0.2} do
        for _, seconds in ipairs {0.3, 2, 20} do
          local title = ("never exceeds the quota, not even in passing, and uses it soon again: %s for %g s, %s")
          it(title:format(what, seconds, share and "with shares" or "without"), function()
            local start, back = clock.now, clock.now + 10 + seconds
            local sent = pacing.simulate(processes(4, backend, {qps = 20}, share or nil), clock, {
              workers = 16, seconds = seconds + 30, delay = 0.001, answer = 0.005, come_again = 0.05,
              events = {{at = start + 10, happen = go_away}, {at = back, happen = function() backend:resume() end}},
            })
            pacing.check(sent, {qps = 20, seconds = 0})
            -- The part of what may go out in as many windows as are in a time that did.
            local function used(from, to)
              local count, windows = 0, math.floor((to - from) / 1.03)
              for _, call in ipairs(sent) do count = count + (call.at >= from and call.at < to and 1 or 0) end
              return count / windows / 20
            end
            -- They are back half a second after the backend, and at the full rate once all that is unknown is over.
            local full = back + ((share or what:find "forgets") and 1.6 or 0.6)
            assert.is_true(used(full, back + 20) >= 1, used(full, back + 20))
            if share and seconds == 20 and what ~= "forgets" then
              assert.is_true(used(start + 12, back + 1) >= 4 * 0.2, used(start + 12, back + 1))
            end
          end)
        end
      end
    end

    it("keeps the service's pause when it goes on with its share", function()
      local quota = shared_quota.new(backend, {}, 0.5)
      backend.problem = "gone fishing"
      local reservation = quota:reserve("A", 10)
      assert.is_false(ready(reservation, 1000))
      reservation:back_off(1010)
      for at = 1001, 1009.9, 0.1 do assert.is_false(ready(reservation, at)) end
      assert.is_true(ready(reservation, 1010.01))
    end)
  end)
end)
