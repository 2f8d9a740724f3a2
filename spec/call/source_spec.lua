local Account = require "aliota.client.account"
local canceller = require "aliota.util.canceller"
local loop = require "aliota.loop"
local operations = require "aliota.api.operations"
local options = require "aliota.client.options"
local quota = require "aliota.quota"
local source = require "aliota.call.source"
local stub = require "spec.support.stub"

local LIST = operations.ListOTATaskByJob

local function account(more)
  local given = {
    endpoint = "http://127.0.0.1:1", credentials = {access_key_id = "id", access_key_secret = "s"}, proxy = false,
  }
  for name, value in pairs(more or {}) do given[name] = value end
  return Account.new(assert(options(given)))
end

local function accept(response) return response end

describe("source", function()
  describe("limits", function()
    it("are the call's own deadline, or the client's, or none", function()
      local before = loop.now()
      local own = source.limits(account {deadline = 600}, {deadline = 5})
      assert.equal(5, own.seconds)
      assert.is_true(own.deadline >= before + 5 and own.deadline <= loop.now() + 5)
      assert.equal(600, source.limits(account {deadline = 600}, {}).seconds)
      local none = source.limits(account(), {})
      assert.is_nil(none.seconds or none.deadline)
    end)

    it("have the canceller that was given", function()
      local stop = canceller.new()
      assert.equal(stop, source.limits(account(), {cancel = stop}).cancel)
    end)
  end)

  it("shares limits between sources, from the first that asks", function()
    local of, ours = account(), {deadline = 60}
    local shared = source.shared_limits(of, ours)
    local one, other = source.new(of, LIST, {}, ours, shared), source.new(of, LIST, {}, ours, shared)
    local first = one.start({}, accept).options.deadline
    local asked = loop.now()
    repeat until loop.now() > asked
    assert.same({first, first}, {other.start({}, accept).options.deadline, shared().deadline})
  end)

  it("has one deadline for all requests of a listing, which begins with the first", function()
    local of = source.new(account(), LIST, {JobId = "j"}, {deadline = 60})
    local made = loop.now()
    repeat until loop.now() > made
    local before = loop.now()
    local first = of.start({}, accept)
    assert.is_true(first.options.deadline >= before + 60)
    assert.same({first.options.deadline, 60}, {of.start({}, accept).options.deadline, first.options.seconds})
  end)

  it("adds what all requests have in common to what each has of its own, and does not change it", function()
    local flat, extra = {JobId = "j", PageSize = "100", CurrentPage = "1"}, {CurrentPage = "7", TaskStatus = "FAILED"}
    local call = source.new(account(), LIST, flat, {}).start(extra, accept)
    assert.same({JobId = "j", PageSize = "100", CurrentPage = "7", TaskStatus = "FAILED"}, call.flat)
    assert.same({JobId = "j", PageSize = "100", CurrentPage = "1"}, flat)
  end)

  it("brings answers without nulls, judged by whoever asked", function()
    local server = stub.start {["/"] = stub.answer(200, '{"Success":true,"Total":3,"Data":null}')}
    local of = source.new(account {endpoint = server.endpoint, quota = false}, LIST, {JobId = "j"}, {})
    local call = of.start({}, function(response, answer) return {response, answer.status} end)
    of.run(function(now)
      local at = call:advance(now)
      return call.done, at
    end)
    server:stop()
    assert.same({{Success = true, Total = 3}, 200}, call.result)
  end)

  it("waits in the client's loop", function()
    local waits, turns = 0, 0
    local of = source.new(account {loop = {wait = function() waits = waits + 1 end}}, LIST, {}, {})
    of.run(function(now)
      turns = turns + 1
      return turns == 3, now
    end)
    assert.equal(2, waits)
  end)

  it("knows a time before the service looked, if the answer has a date", function()
    local begun = source.new(account(), LIST, {}, {}).begun
    local date = "Sun, 06 Nov 1994 00:00:01 GMT"
    assert.equal("1994-11-05T23:59:57", begun {headers = {date = date}, seconds = 1.5})
    assert.is_nil(begun {headers = {}, seconds = 1})
    assert.is_nil(begun {headers = {date = "today"}, seconds = 1})
  end)

  it("tells how many calls a second there may be", function()
    local function qps_of(more) return source.new(account(more), LIST, {}, {}).qps end
    assert.equal(LIST.qps, qps_of {})
    assert.equal(3, qps_of {qps = 3})
    assert.equal(0.5, qps_of {quota = quota.new(0.5)})
    assert.equal(LIST.qps, qps_of {quota = quota.new()})
    assert.is_nil(qps_of {quota = false})
  end)

  it("tells the client's listener", function()
    local told
    local of = source.new(account {on_event = function(event) told = event end, clock = function() return 5 end}, LIST,
      {}, {})
    of.tell("page", {number = 1})
    assert.same({type = "page", at = 5, number = 1}, told)
  end)
end)
