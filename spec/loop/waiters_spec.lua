local core = require "aliota.core"
local stub = require "spec.support.stub"
local waiters = require "aliota.loop.waiters"

describe("waiters", function()
  local server, http, parked
  setup(function()
    local later = stub.answer(200, "later")
    later.pause = 0.3
    server = stub.start {["/now"] = stub.answer(200, "now"), ["/later"] = later}
  end)
  teardown(function() server:stop() end)
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
      all:step(http)
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
end)
