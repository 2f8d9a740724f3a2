local coverage_line = require "aliota.write.coverage"

describe("write.coverage", function()
  it("is the number of rows where nothing else is known", function()
    assert.same({"0 tasks", "1 task", "2,500 tasks"}, {coverage_line(0), coverage_line(1), coverage_line(2500)})
  end)

  it("says what a listing has seen, and whether that is all", function()
    assert.equal("2,500 of 2,500 tasks, complete",
      coverage_line(2500, {rows = 2510, unique = 2500, total_last = 2500, complete = true}))
    assert.equal("2,400 of 2,500 tasks, INCOMPLETE",
      coverage_line(2400, {unique = 2400, total_last = 2500, complete = false}))
    assert.equal("1 of 1 task, complete", coverage_line(1, {rows = 1, total_last = 1, complete = true}))
    assert.equal("5 tasks, INCOMPLETE", coverage_line(5, {rows = 5}))
  end)

  it("tells a selection from the batch", function()
    assert.equal("3 tasks, out of 2,500 of 2,500 tasks, complete",
      coverage_line(3, {unique = 2500, total_last = 2500, complete = true}))
  end)
end)
