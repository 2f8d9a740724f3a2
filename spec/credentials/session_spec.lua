local provider = require "spec.support.provider"
local session = require "aliota.credentials.session"
local step = require "aliota.credentials.step"
local transport = require "aliota.call.transport"

-- A world in which time passes by hand and requests are answered by hand.
local function world()
  local self = {now = provider.NOW, asked = 0, sent = {}, life = 3600}
  self.account, self.events = provider.account {clock = function() return self.now end}
  self.session = session.new(function(account, expired)
    self.asked, self.expired = self.asked + 1, expired
    local function finish()
      if self.problem then return step.none(self.problem) end
      local keys = {access_key_id = "id" .. self.asked, access_key_secret = "s", security_token = "t" .. self.asked}
      return step.keys(keys, self.life and account:time() + self.life)
    end
    if not self.slow then return finish() end
    return step.ask({method = "GET", url = "http://nowhere/", timeout = 1, connect_timeout = 1}, finish)
  end)
  function self.ask(expired) return self.session:ask(self.account, expired) end
  function self.id(expired) return self.ask(expired).keys.access_key_id end
  function self.events_of(kind)
    local found = {}
    for _, event in ipairs(self.events) do found[#found + 1] = event.type == kind and event or nil end
    return found
  end
  return self
end

describe("session", function()
  local start, finish = transport.start, transport.finish
  local in_flight

  before_each(function()
    in_flight = {}
    transport.start = function()
      local transfer = {is_done = false}
      function transfer.done(self) return self.is_done end
      in_flight[#in_flight + 1] = transfer
      return transfer
    end
    transport.finish = function() return {status = 200, body = "", headers = {}}, nil, 0, true end
  end)
  after_each(function() transport.start, transport.finish = start, finish end)

  it("asks once while the keys serve, and renews them before they end", function()
    local w = world()
    assert.equal("id1", w.id())
    w.now = w.now + 3300 - 1
    assert.equal("id1", w.id())
    w.now = w.now + 1 -- 300 seconds before the end
    assert.equal("id2", w.id())
    assert.equal(2, #w.events_of "credentials")
    assert.equal(w.now + 3600, w.events_of("credentials")[2].expires_at)
  end)

  it("renews keys of a short life a fifth of it before", function()
    local w = world()
    w.life = 900
    w.id()
    w.now = w.now + 719
    assert.equal("id1", w.id())
    w.now = w.now + 1
    assert.equal("id2", w.id())
  end)

  it("asks every time where nobody states an end, and never again where there is none", function()
    local w = world()
    w.life = nil
    assert.same({"id1", "id2"}, {w.id(), w.id()})
    w.life = math.huge
    assert.equal("id3", w.id())
    w.now = w.now + 1e9
    assert.equal("id3", w.id())
    assert.is_nil(w.events_of("credentials")[1].expires_at)
  end)

  it("fetches once for all who wait", function()
    local w = world()
    w.slow = true
    local one, other = w.ask(), w.ask()
    assert.equal(one, other)
    assert.same({false, 1, 1}, {one:advance(), #in_flight, w.asked})
    in_flight[1].is_done = true
    assert.is_true(other:advance())
    assert.same({"id1", "id1"}, {one.keys.access_key_id, w.id()})
    assert.equal(1, w.asked)
  end)

  it("tells all who wait that there are none, and then tries again", function()
    local w = world()
    w.slow, w.problem = true, "no such role"
    local one, other = w.ask(), w.ask()
    in_flight[1].is_done = true
    one:advance()
    assert.same({"no such role", "no such role", 1}, {one.problem, other.problem, w.asked})
    w.problem = nil
    local later = w.ask()
    in_flight[2].is_done = true
    later:advance()
    assert.equal("id2", later.keys.access_key_id)
  end)

  it("lets nobody wait while the old keys serve", function()
    local w = world()
    w.id()
    w.now, w.slow = w.now + 3400, true
    assert.same({"id1", "id1", 2}, {w.id(), w.id(), w.asked})
    in_flight[1].is_done = true
    assert.equal("id2", w.id())
  end)

  it("goes on with the old keys to their end when they can't be renewed, and asks every ten seconds", function()
    local w = world()
    w.id()
    w.now, w.problem = w.now + 3400, "STS is down"
    for _ = 1, 9 do assert.equal("id1", w.id()) end
    assert.same({2, 1}, {w.asked, #w.events_of "warning"})
    assert.truthy(w.events_of("warning")[1].message:find("STS is down", 1, true))
    w.now = w.now + 10
    assert.equal("id1", w.id())
    assert.equal(3, w.asked)
    w.now = w.now + 190
    assert.equal("STS is down", w.ask().problem)
    w.problem = nil
    assert.equal("id5", w.id())
  end)

  it("gets others for keys that the service no longer takes, once", function()
    local w = world()
    local old = w.ask().keys
    assert.equal("id2", w.id(old))
    assert.equal(old, w.expired)
    assert.equal("id2", w.id(old)) -- of another call that was refused meanwhile
    assert.equal(2, w.asked)
  end)

  it("asks once more when the clock has been set right, by which it reckoned their end", function()
    local w = world()
    w.life = 60
    assert.equal("id1", w.id())
    w.account.clock_offset = -7200
    assert.same({"id2", "id2"}, {w.id(), w.id()})
    w.now = w.now + 47
    assert.equal("id2", w.id())
    w.now = w.now + 1
    assert.equal("id3", w.id())
    w.now = w.now + 30
    w.account.clock_offset = 0 -- the time is two hours later at once
    assert.same({"id4", "id4"}, {w.id(), w.id()})
  end)

  it("does not ask all the time for keys that are at their end when they come", function()
    local w = world()
    w.life = 12
    w.id()
    w.now = w.now + 9.9
    assert.equal("id1", w.id())
    w.now = w.now + 0.1
    assert.equal("id2", w.id())
  end)
end)
