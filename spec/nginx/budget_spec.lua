local budget = require "aliota.nginx.budget"

describe("nginx.budget", function()
  it("knows how often a quota allows a look at all batches", function()
    assert.same({33, 1, 328, 0, 0},
      {budget.interval(40, 10), budget.interval(1, 10), budget.interval(40, 1), budget.interval(0, 10),
        budget.interval(40, nil)})
    assert.equal(320, budget.requests(40))
  end)

  it("knows how long looks wait for each other", function()
    assert.truthy(math.abs(budget.wait(4, 500, 10) - 5 * 1.025) < 1e-9)
    assert.truthy(budget.wait(4, 0, 1) > 31)
    assert.equal(0, budget.wait(4, 500, nil))
  end)
end)
