local coverage = require "aliota.listing.coverage"

describe("listing.coverage", function()
  it("begins with nothing seen", function()
    local seen = coverage.new()
    assert.same({0, 0, 0, 0, 0, false},
      {seen.rows, seen.unique, seen.duplicates, seen.passes, seen.requests, seen.complete})
    assert.is_nil(seen.total_first or seen.total_last or seen.partitions or seen.order)
    assert.same({}, seen.over_cap)
    assert.equal("0 of ? tasks, not known to be complete", tostring(seen))
  end)

  it("counts rows and those that were known", function()
    local seen = coverage.new()
    seen:note_rows(100, 0)
    seen:note_rows(100, 30)
    assert.same({200, 170, 30}, {seen.rows, seen.unique, seen.duplicates})
  end)

  it("keeps the first Total and the last", function()
    local seen = coverage.new()
    for _, total in ipairs {5, 9, 7} do seen:note_total(total) end
    assert.same({5, 7}, {seen.total_first, seen.total_last})
  end)

  it("keeps the latest Total of each state, in the order in which they came", function()
    local seen = coverage.new()
    seen:note_partition("QUEUED", 5)
    seen:note_partition("FAILED", 2)
    seen:note_partition("QUEUED", 4)
    assert.same({{TaskStatus = "QUEUED", total = 4}, {TaskStatus = "FAILED", total = 2}}, seen.partitions)
    assert.is_nil(seen.total_first)
  end)

  it("goes on from the figures of a cursor", function()
    local seen = coverage.new {rows = 5, unique = 4, duplicates = 1, total_first = 10, over_cap = {QUEUED = 200000}}
    seen:note_rows(2, 1)
    seen:note_total(11)
    assert.same({7, 5, 2, 10, 11, 0},
      {seen.rows, seen.unique, seen.duplicates, seen.total_first, seen.total_last, seen.requests})
    assert.equal("5 of 11 tasks, not known to be complete; QUEUED has 200000, of which pages show 100000",
      tostring(seen))
  end)

  it("prints as one line", function()
    local seen = coverage.new()
    seen:note_rows(3, 0)
    seen:note_total(3)
    seen.complete = true
    assert.equal("3 of 3 tasks, complete", tostring(seen))
  end)
end)
