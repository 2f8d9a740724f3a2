local flatness = require "bench.soak.flatness"

-- Samples of so many seconds, whose figure a function tells.
local function series(seconds, figure)
  local list = {}
  for at = 1, seconds do list[at] = {at = at, figure = figure(at)} end
  return list
end

local function growth(...) return (flatness.growth(series(...), "figure")) end

describe("bench.soak.flatness", function()
  it("does not look at the first minute, or at two fifths of a short run", function()
    assert.equal(60, flatness.settled(series(3600, tostring))[1].at)
    assert.equal(16, flatness.settled(series(40, tostring))[1].at)
    assert.equal(0, growth(3600, function(at) return at < 60 and at or 60 end))
    assert.equal(0, growth(40, function(at) return at < 16 and at or 16 end))
  end)

  it("finds what grows, however slowly, and what it was", function()
    local grown, before = flatness.growth(series(3600, function(at) return 1000 + at / 10 end), "figure")
    assert.truthy(grown > 280 and grown < 290, grown)
    assert.truthy(before > 1030 and before < 1050, before)
    assert.truthy(growth(40, function(at) return at end) >= 18)
  end)

  it("is not moved by what comes and goes", function()
    assert.equal(0, growth(600, function(at) return at % 3 == 0 and 500 or 10 end))
    assert.equal(0, growth(600, function(at) return at == 600 and 1e6 or 10 end))
  end)

  it("tells what shrinks by a growth below zero", function()
    assert.truthy(growth(100, function(at) return 1000 - at end) < 0)
  end)

  it("is told by few samples, too", function() assert.equal(1, growth(2, function(at) return at end)) end)
end)
