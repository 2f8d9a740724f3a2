local core = require "aliota.core"
local coverage = require "aliota.listing.coverage"
local doubt = require "aliota.listing.doubt"
local itinerary = require "aliota.listing.itinerary"
local model = require "spec.support.model"
local prefetch = require "aliota.listing.prefetch"

local STATES = {"CONFIRM", "QUEUED", "NOTIFIED", "IN_PROGRESS", "SUCCEEDED", "FAILED", "CANCELED"}

local function shared_of(passes)
  local source = model.new(5):source()
  return setmetatable({
    size = 100, seen = core.fingerprints.new(), coverage = coverage.new(), prefetch = prefetch.new(4),
    passes = passes or 3, largest = 0, doubt = doubt.new(), criteria = {},
  }, {__index = source})
end

local function new(asked, passes, resume)
  asked.CurrentPage = asked.CurrentPage or 1
  local shared = shared_of(passes)
  return itinerary.new(shared, asked, resume), shared
end

local BEYOND, DONE, NOT_DONE = {outcome = "beyond_window"}, {outcome = "complete"}, {outcome = "incomplete"}

-- Goes on from a section that could not be had whole; returns the states of those that follow, and the last.
local function through_states(route, first)
  local states, at = {}, first
  while at and at.status do
    states[#states + 1] = at.status
    at = route:next(NOT_DONE)
  end
  return states, at
end

describe("listing.itinerary", function()
  it("is one section for a batch that pages can reach", function()
    for _, end_of_it in ipairs {DONE, NOT_DONE} do
      local route = new {JobId = "j"}
      local all = route:next()
      assert.same({"count", 1}, {all.proves, all.pass.first})
      assert.is_nil(all.status)
      assert.is_nil(route:next(end_of_it))
      assert.equal(end_of_it == DONE, route.complete)
    end
  end)

  it("is one section for one state, which takes another proof", function()
    local route = new {JobId = "j", TaskStatus = "FAILED"}
    local failed = route:next()
    assert.same({"quiet", "FAILED"}, {failed.proves, failed.status})
    assert.is_nil(route:next(DONE))
    assert.is_true(route.complete)
  end)

  it("proves nothing when it begins later than at the beginning", function()
    for _, status in ipairs {"none", "FAILED"} do
      local route = new {JobId = "j", CurrentPage = 3, TaskStatus = status ~= "none" and status or nil}
      local rest = route:next()
      assert.is_nil(rest.proves)
      assert.equal(3, rest.pass.first)
      assert.is_nil(route:next(NOT_DONE))
      assert.is_false(route.complete)
    end
  end)

  it("is one request for named devices", function()
    local route, shared = new {JobId = "j", DeviceNames = {"d1"}, TaskStatus = "QUEUED", PageSize = 100}
    local named = route:next()
    assert.equal(1, #named:next().tasks)
    assert.equal("QUEUED", shared.requests[1].TaskStatus)
    assert.is_nil(route:next(named))
    assert.is_true(route.complete)
  end)

  describe("beyond the window", function()
    it("reads every state in the order of a task's life, then counts", function()
      local route = new {JobId = "j"}
      route:next()
      local states, count = through_states(route, route:next(BEYOND))
      assert.same(STATES, states)
      assert.same({"count", "total"}, {count.proves, count.aim})
      assert.is_nil(route:next(DONE))
      assert.is_true(route.complete)
    end)

    it("goes round again while tasks are missing, as often as it may", function()
      for passes = 1, 4 do
        local route = new({JobId = "j"}, passes)
        route:next()
        local rounds, at = 0, route:next(BEYOND)
        while at do
          local states
          states = through_states(route, at)
          assert.same(STATES, states)
          rounds, at = rounds + 1, route:next(NOT_DONE)
        end
        assert.equal(passes, rounds)
        assert.is_false(route.complete)
      end
    end)

    it("does not go round again for tasks that no page shows", function()
      local route, shared = new {JobId = "j"}
      route:next()
      shared.coverage.over_cap.SUCCEEDED = 200000
      through_states(route, route:next(BEYOND))
      assert.is_nil(route:next(NOT_DONE))
      assert.is_false(route.complete)
    end)
  end)

  describe("goes on", function()
    it("in a state", function()
      local route = new({JobId = "j"}, 2, {stop = 6, round = 2, section = {number = 4, full_passes = 0, spent = 0}})
      local failed = route:next()
      assert.same({"FAILED", 4}, {failed.status, failed.pass.first})
      local canceled = route:next(NOT_DONE)
      assert.same({"CANCELED", 1}, {canceled.status, canceled.pass.first})
      assert.equal("total", route:next(NOT_DONE).aim)
      assert.is_nil(route:next(NOT_DONE))
    end)

    it("in the whole batch", function()
      local route = new({JobId = "j"}, 3, {stop = "all", round = 1, section = {number = 7, full_passes = 1, spent = 1}})
      local all = route:next()
      assert.same({"count", 7, 2}, {all.proves, all.pass.first, all.sweeps})
    end)

    it("before the counting", function()
      local route = new({JobId = "j"}, 3, {stop = "count", round = 1, section = {full_passes = 0}})
      assert.equal("total", route:next().aim)
    end)
  end)
end)
