local core = require "aliota.core"
local gate = require "spec.support.gate"
local stub = require "spec.support.stub"
local waiters = require "aliota.loop.waiters"

describe("waiters", function()
  local server, http, parked, held
  setup(function()
    held = gate.new()
    local later = stub.answer(200, "later")
    later.held = held.path
    server = stub.start {["/now"] = stub.answer(200, "now"), ["/later"] = later}
  end)
  teardown(function()
    held:open()
    server:stop()
  end)
  before_each(function() http, parked = core.http.new(), {} end)
  after_each(function() http:close() end)

  local function counting()
    local event = {count = 0}
    function event:set() self.count = self.count + 1 end
    return event
  end

  -- In a coroutine that waits for `path`; returns its event and its transfer.
  local function wait_for(all, path)
    local transfer = http:queue {url = server.endpoint .. path}
    local event
    parked[#parked + 1] = coroutine.wrap(function() -- whoever runs coroutines keeps them
      event = all:event()
      all:watch(transfer)
      coroutine.yield()
    end)
    parked[#parked]()
    return event, transfer
  end

  local function step_until_done(all, transfer)
    for _ = 1, 400 do
      if transfer:done() then return end
      http:wait(0.05)
      all:turn(http)
    end
    error "never done"
  end

  it("are woken by the end of a transfer of their own, and by no other's", function()
    local all = waiters.new(counting)
    local first, now = wait_for(all, "/now")
    local second, later = wait_for(all, "/later")
    collectgarbage()
    step_until_done(all, now)
    assert.same({1, 0}, {first.count, second.count})
    held:open()
    step_until_done(all, later)
    assert.same({1, 1}, {first.count, second.count})
  end)

  it("are woken by a transfer that another coroutine began and left to them", function()
    local all = waiters.new(counting)
    local first, now = wait_for(all, "/now")
    local second
    parked[#parked + 1] = coroutine.wrap(function()
      second = all:event()
      all:watch(now)
      coroutine.yield()
    end)
    parked[#parked]()
    step_until_done(all, now)
    assert.same({0, 1}, {first.count, second.count})
  end)

  it("have one event for each coroutine", function()
    local all = waiters.new(counting)
    local event, same, other
    local function body()
      event = all:event()
      same = all:event()
      other = coroutine.wrap(function() return all:event() end)()
    end
    coroutine.wrap(body)()
    assert.equal(event, same)
    assert.are_not.equal(event, other)
  end)

  it("do not matter when they are gone, nor keep what they waited for", function()
    local all = waiters.new(counting)
    local left = setmetatable({}, {__mode = "v"})
    do
      local thread = coroutine.create(function()
        left.transfer = http:queue {url = server.endpoint .. "/later"}
        all:event()
        all:watch(left.transfer)
        coroutine.yield(left.transfer)
      end)
      coroutine.resume(thread)
    end
    collectgarbage()
    collectgarbage()
    assert.is_nil(left.transfer)
    assert.equal(0, http:active())
    local event, now = wait_for(all, "/now")
    step_until_done(all, now)
    assert.equal(1, event.count)
  end)

  describe("between two turns", function()
    local all, order
    before_each(function() all, order = waiters.new(counting), {} end)

    -- So many coroutines that note in `order` each time that they may go on.
    local function crowd(count)
      local threads = {}
      for i = 1, count do
        threads[i] = coroutine.wrap(function()
          while true do
            while not all:may_go_on() do coroutine.yield() end
            order[#order + 1] = i
            coroutine.yield()
          end
        end)
      end
      return threads
    end

    -- How many went on, and how many after all were woken once more.
    local function run(threads)
      for _, thread in ipairs(threads) do thread() end
      local count = #order
      for _, thread in ipairs(threads) do thread() end
      return count, #order
    end

    it("go on up to a number, and the others in the turns to come, in the order in which they came", function()
      local threads = crowd(40)
      for i = 1, 40 do threads[i]() end
      local first = #order
      assert.truthy(first >= 1 and first < 40)
      assert.is_true(all:has_queue())
      local turns = 0
      while #order < 40 do
        local before = #order
        all:turn(http)
        for i = 1, 40 do
          if i > before then threads[i]() end -- those that have not been on yet
        end
        assert.truthy(#order - before <= first, #order - before)
        turns = turns + 1
      end
      assert.equal(math.ceil(40 / first) - 1, turns)
      for i = 1, 40 do assert.equal(i, order[i]) end
      assert.is_false(all:has_queue())
    end)

    it("do not go on for being woken early", function()
      local threads = crowd(40)
      local count, again = run(threads)
      assert.equal(count, again)
    end)

    it("get places for transfers that have ended, up to the same number", function()
      local most = run(crowd(40))
      all, order = waiters.new(counting), {}
      local events, transfers = {}, {}
      for i = 1, 40 do events[i], transfers[i] = wait_for(all, "/now") end
      local woken, turns = 0, 0
      while woken < 40 do
        http:wait(1)
        all:turn(http)
        local now = 0
        for i = 1, 40 do now = now + events[i].count end
        assert.truthy(now - woken <= most, now - woken)
        woken, turns = now, turns + 1
      end
      assert.truthy(turns >= 40 / most)
      for i = 1, 40 do assert.same({1, true}, {events[i].count, transfers[i]:done()}) end
    end)
  end)
end)
