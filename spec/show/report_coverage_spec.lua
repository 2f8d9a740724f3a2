local Iterator = require "aliota.listing.iterator"
local coverage = require "aliota.show.report_coverage"

local function listing(fields)
  local iterator = Iterator.new(function() end)
  iterator.coverage = fields
  return iterator
end

describe("report.coverage", function()
  local function sentence(tasks, count) return (coverage.sentence(coverage.of(tasks, count))) end

  it("of an array is that of all its tasks", function()
    assert.equal("2 of 2 tasks, complete", sentence({{}, {}}, 2))
    assert.equal("0 of 0 tasks, complete", sentence({}, 0))
  end)

  it("of a listing is what it says", function()
    local complete = listing {rows = 2510, unique = 2500, total_first = 2490, total_last = 2500, complete = true}
    assert.equal("2,500 of 2,500 tasks, complete", sentence(complete, 2500))
    assert.equal("99 tasks chosen of 2,500, which are all", sentence(complete, 99))
    complete.coverage.earlier = 2450
    assert.equal("2,500 of 2,500 tasks, 2,450 of them earlier, complete", sentence(complete, 50))
    assert.equal("2 tasks chosen of 2,500, which are all", sentence(complete, 2))
  end)

  it("counts the names that have no task, of a list of devices and of an array", function()
    local named = {unique = 5, absent = 2, complete = true}
    assert.equal("5 of 5 tasks, complete; 2 names have no task", sentence(listing(named), 5))
    assert.equal("3 tasks chosen of 5, which are all; 2 names have no task", sentence(listing(named), 3))
    named.absent, named.complete = 1, false
    assert.equal("5 tasks; whether there are more is not known; 1 name has no task", sentence(listing(named), 5))
    named.absent, named.complete = 0, true
    assert.equal("5 of 5 tasks, complete", sentence(listing(named), 5))
    assert.equal("1 of 1 task, complete; 3 names have no task", (coverage.sentence(coverage.of({{}}, 1, 3))))
  end)

  it("says so when it is not complete", function()
    local made = coverage.of(
      listing {unique = 2400, total_last = 2500, complete = false, over_cap = {QUEUED = 1}}, 2400)
    assert.same({"INCOMPLETE: 2,400 of 2,500 tasks were read; more than the service shows: QUEUED", true},
      {coverage.sentence(made)})
  end)

  it("tells what was wrong with what a listing has read", function()
    local seen = require("aliota.listing.coverage").new {unique = 249, total_last = 250}
    seen:note_flaws {page = {problems = {{code = "x", message = "page 3: 49 rows came"}}}, refused = 0, replaced = 1}
    assert.same({"INCOMPLETE: 249 of 250 tasks were read; page 3: 49 rows came; U+FFFD in 1 text", true},
      {coverage.sentence(coverage.of(listing(seen), 249))})
    seen.unique, seen.complete = 250, true
    assert.same({"250 of 250 tasks, complete; U+FFFD in 1 text", false},
      {coverage.sentence(coverage.of(listing(seen), 250))})
  end)

  it("says so when nothing is known", function()
    assert.same({"7 tasks; whether there are more is not known", false}, {coverage.sentence(coverage.of(listing(), 7))})
  end)
end)
