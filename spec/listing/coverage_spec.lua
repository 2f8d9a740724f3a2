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

  it("keeps different problems, how often each was met, and no more than 20", function()
    local seen = coverage.new()
    for _ = 1, 3 do
      seen:note_problem {code = "RowsMissing", page = 2, expected = 100, got = 99, message = "page 2: 99 rows came"}
    end
    seen:note_problem {code = "RowsMissing", page = 2, TaskStatus = "FAILED", message = "page 2: 99 rows came"}
    assert.same({
      {code = "RowsMissing", page = 2, expected = 100, got = 99, message = "page 2: 99 rows came", times = 3},
      {code = "RowsMissing", page = 2, TaskStatus = "FAILED", message = "page 2: 99 rows came", times = 1},
    }, seen.problems)
    for i = 1, 100 do seen:note_problem {code = "x", message = "problem " .. i} end
    assert.same({20, 104}, {#seen.problems, seen.problem_count})
    assert.equal("0 of ? tasks, not known to be complete; page 2: 99 rows came; FAILED, page 2: 99 rows came; "
      .. "problem 1; 104 problems in all", tostring(seen))
  end)

  it("counts rows that were refused, and texts that were broken", function()
    local seen = coverage.new()
    seen:note_flaws {page = {}, refused = 2}
    seen:note_flaws({page = {problems = {{code = "x", message = "page 1: y"}}}, refused = 0, replaced = 1}, "FAILED")
    assert.same({2, 1, "FAILED"}, {seen.refused, seen.replaced, seen.problems[1].TaskStatus})
    assert.equal("0 of ? tasks, not known to be complete; FAILED, page 1: y; 2 rows were not asked for; "
      .. "U+FFFD in 1 text", tostring(seen))
    seen.complete = true -- what was made good is no news
    assert.equal("0 of ? tasks, complete; 2 rows were not asked for; U+FFFD in 1 text", tostring(seen))
  end)

  it("adds what others have seen", function()
    local sum, part = coverage.new(), coverage.new()
    part:note_rows(5, 1)
    part:note_flaws {page = {}, refused = 2, replaced = 3}
    for i = 1, 30 do part:note_problem {code = "x", message = "problem " .. i} end
    part.over_cap.FAILED = 200000
    for _ = 1, 2 do sum:add(part) end
    assert.same({10, 8, 2, 4, 6, 60, 20, 2, 400000}, {sum.rows, sum.unique, sum.duplicates, sum.refused, sum.replaced,
      sum.problem_count, #sum.problems, sum.problems[1].times, sum.over_cap.FAILED})
    local again = coverage.new()
    for _ = 1, 2 do again:add_effort(part) end
    assert.same({10, 0, 2, 60}, {again.rows, again.unique, again.duplicates, again.problem_count})
    assert.is_nil(next(again.over_cap))
  end)

  it("prints as one line", function()
    local seen = coverage.new()
    seen:note_rows(3, 0)
    seen:note_total(3)
    seen.complete = true
    assert.equal("3 of 3 tasks, complete", tostring(seen))
  end)
end)
