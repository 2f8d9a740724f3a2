local rate = require "aliota.quota.rate"

describe("a rate", function()
  it("is so many slots in a window, which is a little longer than it says", function()
    assert.same({10, 1.025}, {rate.window(10)})
    assert.same({1, 1.025}, {rate.window(1)})
    assert.same({1, 4.1}, {rate.window(0.25)})
    assert.same({2, 0.82}, {rate.window(2.5)})
  end)

  it("is a whole number of calls a second, or a fraction of one", function()
    for _, qps in ipairs {0.25, 1, 10, 10000} do assert.is_nil(rate.problem_with(qps)) end
    for _, qps in ipairs {0, -1, 1.5, 10001, math.huge, 0 / 0, "10", {}} do
      assert.truthy(rate.problem_with(qps):find "^is .+; it must be a whole number")
    end
  end)
end)
