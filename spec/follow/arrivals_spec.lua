local arrivals = require "aliota.follow.arrivals"
local task_status = require "aliota.api.task_status"

local TOTAL = arrivals.TOTAL

-- What was read of each state of a batch in which all is as it was known to be: 100 tasks in each. `changes`: what is
-- otherwise, by state: total and count (known to be there), left (known to have left, and not seen since), kept
-- (whether all of those that were known are still there), pages (yet to be read).
local function readings(changes)
  local function of(status) return changes[status] or {} end
  local known = {
    count = function(_, status) return of(status).count or 100 end,
    left = function(_, status) return of(status).left or 0 end,
  }
  local all = {}
  for _, status in ipairs(task_status.NAMES) do
    local it = of(status)
    local total = it.total or 100
    all[status] = {
      total = total, fit_at_once = known:count(status) == total, known = known,
      has_kept_all = function() return it.kept ~= false end,
      pages_left = function() return it.pages or 0 end,
    }
  end
  return all
end

-- What is to be read for a state, of a batch with 700 tasks that are known.
local function to_read(status, changes, total) return arrivals.to_read(status, readings(changes), total, 700) end

describe("follow.arrivals", function()
  it("needs no reading of a state that only lost tasks", function()
    assert.is_nil(to_read("QUEUED", {QUEUED = {count = 100, total = 60, pages = 5}}, 700))
    assert.is_nil(to_read("NOTIFIED", {NOTIFIED = {count = 100, total = 99, pages = 5}}, 700))
  end)

  it("reads a state in which there are more than are known", function()
    assert.equal("QUEUED", to_read("QUEUED", {QUEUED = {total = 101}}, 700))
  end)

  it("asks how many tasks the batch has before it leaves a state out", function()
    assert.equal(TOTAL, to_read("QUEUED", {QUEUED = {total = 60}}))
    assert.equal("QUEUED", to_read("QUEUED", {QUEUED = {total = 60}}, 701))
  end)

  it("reads a state to which tasks may have moved on from one before it", function()
    for _, change in ipairs {{total = 99}, {total = 101}, {left = 1}} do
      assert.equal("IN_PROGRESS", to_read("IN_PROGRESS", {QUEUED = change}, 700))
      assert.equal("IN_PROGRESS", to_read("IN_PROGRESS", {NOTIFIED = change}, 700))
      assert.is_nil(to_read("QUEUED", {NOTIFIED = change}, 700))
    end
  end)

  describe("where tasks may be tried again", function()
    local QUEUED = {total = 60, pages = 5}

    it("reads a state if some are known to be", function()
      assert.equal("QUEUED", to_read("QUEUED", {QUEUED = QUEUED, FAILED = {left = 1}}, 700))
      assert.equal("QUEUED", to_read("QUEUED", {QUEUED = QUEUED, CANCELED = {left = 1}}, 700))
    end)

    it("reads on what they come from, if that takes fewer pages", function()
      assert.equal("FAILED", to_read("QUEUED", {QUEUED = QUEUED, FAILED = {kept = false, pages = 4}}, 700))
      assert.equal("CANCELED", to_read("QUEUED", {QUEUED = QUEUED, CANCELED = {kept = false, pages = 4}}, 700))
      assert.equal("QUEUED", to_read("QUEUED", {QUEUED = QUEUED, FAILED = {kept = false, pages = 5}}, 700))
      assert.equal("QUEUED", to_read("QUEUED", {
        QUEUED = QUEUED, FAILED = {kept = false, pages = 3}, CANCELED = {kept = false, pages = 2},
      }, 700))
    end)

    it("reads a state if what they come from was read in vain", function()
      assert.equal("QUEUED", to_read("QUEUED", {QUEUED = QUEUED, FAILED = {kept = false}}, 700))
    end)

    it("does not mind those that succeeded", function()
      assert.is_nil(to_read("QUEUED", {QUEUED = QUEUED, SUCCEEDED = {kept = false, left = 1, pages = 1}}, 700))
    end)
  end)
end)
