local chart = require "bench.soak.chart"

describe("bench.soak.chart", function()
  it("draws from zero to the highest", function()
    assert.equal("▁▄█", chart.line {0, 4, 8})
    assert.equal("███", chart.line {5, 5, 5})
    assert.equal("▁", chart.line {0})
  end)

  it("has so many columns at most, of all the time", function()
    local values = {}
    for i = 1, 600 do values[i] = i end
    local line = chart.line(values)
    assert.equal(60, select(2, line:gsub("[^\128-\191]", "")))
    assert.truthy(line:find "^▁" and line:find "█$")
  end)
end)
