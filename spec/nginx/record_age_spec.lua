local turned = require "aliota.nginx.record_age"

describe("nginx.record_age", function()
  local record = {
    looked = 1005, error = {kind = "network", at = 7}, names = {name = "n", asked = 1000},
    snapshot = {taken = 5, moment = 1000, machine = 50000, total = 3, failures = {moment = 990, taken = 4, failed = 1}},
  }

  it("tells ages that another machine's clocks make moments of", function()
    local ages = turned(record, 1010, 50010)
    assert.same({5, 10, 10, 10, 20}, {ages.looked, ages.names.asked, ages.snapshot.moment,
      ages.snapshot.machine, ages.snapshot.failures.moment})
    local there = turned(ages, 77, 60000)
    assert.same({72, 67, 67, 59990, 57}, {there.looked, there.names.asked, there.snapshot.moment,
      there.snapshot.machine, there.snapshot.failures.moment})
    assert.same({3, 5, 4, 1}, {there.snapshot.total, there.snapshot.taken, there.snapshot.failures.taken,
      there.snapshot.failures.failed})
    assert.same({kind = "network", at = 7}, there.error)
  end)

  it("changes nothing of what it is given, and gives it back as it was", function()
    assert.same(record, turned(turned(record, 1010, 50010), 1010, 50010))
    assert.equal(1005, record.looked)
  end)

  it("takes a batch that nobody has seen, or in which nothing failed", function()
    assert.same({error = {kind = "x"}}, turned({error = {kind = "x"}}, 5, 5))
    assert.is_nil(turned({looked = 1, snapshot = {moment = 1, machine = 1}}, 5, 5).snapshot.failures)
  end)
end)
