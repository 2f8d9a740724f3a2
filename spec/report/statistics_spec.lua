local statistics = require "aliota.report.statistics"

local function near(expected, found, tolerance)
  local message = ("%.6f expected, %.6f found"):format(expected, found)
  assert.is_true(math.abs(expected - found) <= (tolerance or 5e-5), message)
end

describe("report.statistics", function()
  it("gives Wilson's interval", function()
    -- Newcombe, Two-sided confidence intervals for the single proportion (1998), table I.
    for _, case in ipairs {
      {81, 263, 0.2553, 0.3662}, {15, 148, 0.0624, 0.1605}, {0, 20, 0, 0.1611}, {1, 29, 0.0061, 0.1718},
    } do
      local low, high = statistics.wilson(case[1], case[2])
      near(case[3], low)
      near(case[4], high)
    end
    assert.is_nil(statistics.wilson(0, 0))
    assert.equal(1, select(2, statistics.wilson(20, 20)))
  end)

  it("gives Newcombe's interval of a difference", function()
    -- Newcombe, Interval estimation for the difference between independent proportions (1998), table II, method 10.
    for _, case in ipairs {
      {56, 70, 48, 80, 0.0524, 0.3339}, {9, 10, 3, 10, 0.1705, 0.8090}, {10, 10, 0, 10, 0.6075, 1},
    } do
      local found = statistics.compare_shares(case[3], case[4], case[1], case[2])
      near(case[1] / case[2] - case[3] / case[4], found.difference)
      near(case[5], found.low)
      near(case[6], found.high)
    end
    assert.is_nil(statistics.compare_shares(0, 0, 1, 2))
    assert.is_nil(statistics.compare_shares(1, 2, 0, 0))
  end)

  it("gives the chance of such a difference", function()
    -- Python: 2 * NormalDist().cdf(-z), z = 0.2 / sqrt(104/150 * 46/150 * (1/70 + 1/80))
    near(0.0080451, statistics.compare_shares(48, 80, 56, 70).p, 1e-6)
    assert.equal(1, statistics.compare_shares(5, 5, 7, 7).p)
    near(1, statistics.compare_shares(1, 2, 1, 2).p, 1e-6)
    assert.is_true(statistics.compare_shares(0, 1e5, 1e5, 1e5).p < 1e-100)
  end)

  it("gives the chance of such a split", function()
    near(2 * 11 / 1024, statistics.sign_test(1, 9), 1e-12)
    near(2 / 1024, statistics.sign_test(10, 0), 1e-12)
    assert.equal(statistics.sign_test(3, 12), statistics.sign_test(12, 3))
    assert.equal(1, statistics.sign_test(5, 5))
    assert.is_nil(statistics.sign_test(0, 0))
    assert.is_true(statistics.sign_test(1e5, 0) >= 0)
    near(1, statistics.sign_test(50000, 50000), 1e-9)
  end)

  it("gives an interval of events that covers them", function()
    -- Exact Poisson intervals: 100 events, 81.4 to 121.6; 10 events, 4.8 to 18.4. The square root is near.
    local low, high = statistics.expected_events(100)
    near(81.4, low, 0.6)
    near(121.6, high, 1.2)
    low, high = statistics.expected_events(10)
    near(4.8, low, 0.5)
    near(18.4, high, 1.5)
    assert.equal(0, (statistics.expected_events(0)))
  end)
end)
