local gate = require "aliota.watch.gate"
local summary = require "aliota.report.summary"

-- A look at a batch that can grow, or with `closed` can't.
local function look(counts, more)
  local figures = summary.of_counts(counts, {})
  local made = {
    figures = figures, counts = {total = figures.total, by_status = figures.by_status}, idle = 0,
    job = {JobStatus = "IN_PROGRESS", SelectionType = "DYNAMIC"},
  }
  for name, value in pairs(more or {}) do made[name] = value end
  return made
end

local function closed(counts)
  local seen = look(counts, {job = {JobStatus = "IN_PROGRESS", SelectionType = "STATIC"}})
  seen.before = seen
  return seen
end

local function broken(limits, seen)
  assert.is_nil(gate.LIMITS.problem(limits))
  return gate.breach_of(gate.LIMITS.read(limits), seen)
end

describe("watch.gate", function()
  it("lets everything through without limits", function()
    assert.is_nil(gate.breach_of(nil, look {FAILED = 100}))
  end)

  it("is broken above a failure rate, not at it", function()
    assert.is_nil(broken({failure_rate = 0.05}, look {SUCCEEDED = 95, FAILED = 5}))
    local found = broken({failure_rate = 0.05}, look {SUCCEEDED = 94, FAILED = 6})
    assert.same({"failure_rate", 0.05, 0.06}, {found.name, found.limit, found.value})
    assert.is_nil(found.best)
    assert.equal("failure_rate is 6.0 %; at most 5.0 % was allowed", gate.text(found))
  end)

  it("is broken below a success rate, not at it", function()
    assert.is_nil(broken({success_rate = 0.95}, look {SUCCEEDED = 95, FAILED = 5}))
    local found = broken({success_rate = 0.95}, look {SUCCEEDED = 94, FAILED = 6})
    assert.equal("success_rate is 94.0 %; at least 95.0 % was allowed", gate.text(found))
  end)

  it("counts rates once enough tasks are settled: 20, or as many as are said", function()
    assert.is_nil(broken({failure_rate = 0.1}, look {SUCCEEDED = 9, FAILED = 10, QUEUED = 1000}))
    assert.truthy(broken({failure_rate = 0.1}, look {SUCCEEDED = 10, FAILED = 10, QUEUED = 1000}))
    assert.truthy(broken({failure_rate = 0.1, settled = 3}, look {SUCCEEDED = 1, FAILED = 2}))
    assert.is_nil(broken({failure_rate = 0.1, settled = 4}, look {SUCCEEDED = 1, FAILED = 2}))
    assert.is_nil(broken({failure_rate = 0, settled = 0}, look {CANCELED = 9}))
  end)

  it("is broken as soon as no success of the open tasks can mend the rate", function()
    local limits = {failure_rate = 0.1, settled = 500}
    assert.is_nil(broken(limits, closed {FAILED = 10, QUEUED = 90}))
    local found = broken(limits, closed {FAILED = 11, SUCCEEDED = 9, QUEUED = 80})
    assert.same({11 / 20, 11 / 100}, {found.value, found.best})
    assert.equal("failure_rate is 55.0 %, and 11.0 % at best when all open tasks are settled; at most 10.0 % was "
      .. "allowed", gate.text(found))
    assert.is_nil(broken(limits, look {FAILED = 11, SUCCEEDED = 9, QUEUED = 80}))
    found = broken({success_rate = 0.9, settled = 500}, closed {FAILED = 11, SUCCEEDED = 9, QUEUED = 80})
    assert.equal(0.89, found.best)
  end)

  -- Whether any end of the open tasks leaves a failure rate that is allowed.
  local function may_succeed(failed, succeeded, open, limit)
    for more_failed = 0, open do
      for canceled = 0, open - more_failed do
        local ended = failed + succeeded + open - canceled
        if ended == 0 or (failed + more_failed) / ended <= limit then return true end
      end
    end
    return false
  end

  it("is broken before the end just when no end at all would do", function()
    local tried, broken_ones = 0, 0
    for failed = 0, 6 do
      for succeeded = 0, 6 do
        for open = 0, 6 do
          local seen = closed {FAILED = failed, SUCCEEDED = succeeded, QUEUED = open}
          for _, limit in ipairs {0, 0.25, 0.5, 1} do
            local is_broken = broken({failure_rate = limit, settled = 1000}, seen) ~= nil
            assert.equal(not may_succeed(failed, succeeded, open, limit), is_broken)
            tried, broken_ones = tried + 1, broken_ones + (is_broken and 1 or 0)
          end
        end
      end
    end
    assert.is_true(broken_ones > tried / 10 and broken_ones < tried * 9 / 10)
  end)

  it("judges the final rate of a small batch", function()
    local ended = closed {FAILED = 1, SUCCEEDED = 2}
    assert.truthy(broken({failure_rate = 0.05, settled = 20}, ended))
    assert.is_nil(broken({failure_rate = 0.05, settled = 20}, closed {SUCCEEDED = 3}))
  end)

  it("is broken above a number of failed or canceled tasks", function()
    assert.is_nil(broken({FAILED = 2, CANCELED = 0}, look {FAILED = 2}))
    assert.same({name = "FAILED", limit = 2, value = 3}, broken({FAILED = 2}, look {FAILED = 3}))
    assert.equal("CANCELED is 1; at most 0 was allowed", gate.text(broken({CANCELED = 0}, look {CANCELED = 1})))
  end)

  it("is broken when nothing has moved for too long, but not before the batch begins nor after it has ended", function()
    assert.is_nil(broken({stalled = "30m"}, look({QUEUED = 1}, {idle = 1800})))
    assert.equal("stalled is 30 min 1 s; at most 30 min was allowed",
      gate.text(broken({stalled = "30m"}, look({QUEUED = 1}, {idle = 1801}))))
    assert.is_nil(broken({stalled = 60}, look({QUEUED = 1}, {idle = 61, job = {JobStatus = "PLANNED"}})))
    assert.is_nil(broken({stalled = 60}, look({FAILED = 1}, {idle = 61, ending = "done"})))
  end)

  it("says what is wrong with limits", function()
    for expected, limits in pairs {
      ["must be a table of limits, not a number"] = 0.05,
      [': there is no figure "failure_rat"; did you mean "failure_rate"?'] = {failure_rat = 0.05},
      [': there is no figure "failed"; did you mean "FAILED"?'] = {failed = 3},
      [": failure_rate is 5; it must be a share from 0 to 1"] = {failure_rate = 5},
      [': success_rate is "90 %"; it must be a share from 0 to 1'] = {success_rate = "90 %"},
      [": FAILED is 1.5; it must be a whole number, zero or more"] = {FAILED = 1.5},
      [': stalled is "soon"; it must be seconds or a text such as "30m"'] = {stalled = "soon"},
      ["has no limit: give one of FAILED, failure_rate, success_rate, CANCELED, stalled"] = {settled = 20},
    } do
      assert.equal(expected, gate.LIMITS.problem(limits))
    end
    assert.truthy(gate.LIMITS.problem({}):find("has no limit", 1, true))
  end)

  it("names the same figure first whatever is broken besides", function()
    local limits = {failure_rate = 0, FAILED = 0, success_rate = 1, CANCELED = 0}
    assert.equal("FAILED", broken(limits, look {FAILED = 20, CANCELED = 20}).name)
  end)
end)
