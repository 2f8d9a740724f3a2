local curve = require "aliota.nginx.page.progress_curve"

local function moments_of(...)
  local moments = {}
  for i, pair in ipairs {...} do
    moments[i] = {at = 1767700000 + pair[1], settled = pair[2], failed = pair[3] or 0}
  end
  return moments
end

-- Where the corners of each area are, from its path of absolute and relative steps.
local function corners(svg)
  local areas = {}
  for path in svg:gmatch ' d="(.-)"' do
    local bottom, top, steps, floor = path:match "^M0 (%d+)V(%d+)l(.*)V(%d+)z$"
    assert.equal(bottom, floor)
    local x, y = 0, tonumber(top)
    local points = {{x, y}}
    for right, up in steps:gmatch "(%d+) ?(%-?%d+)" do
      x, y = x + tonumber(right), y + tonumber(up)
      points[#points + 1] = {x, y}
    end
    areas[#areas + 1] = points
  end
  return areas
end

describe("nginx.page.progress_curve", function()
  it("draws what was through, and in front of it what failed, in shares of all tasks", function()
    local svg = curve(moments_of({0, 0}, {50, 100, 20}, {200, 150, 50}), 200, 10)
    assert.same({{{0, 40}, {25, 20}, {100, 10}}, {{0, 40}, {25, 36}, {100, 30}}}, corners(svg))
  end)

  it("draws no failures where there are none", function()
    assert.equal(1, #corners(curve(moments_of({0, 0}, {50, 100}), 200, 10)))
  end)

  it("draws as many moments as it is told to, the first and the last among them", function()
    local list = {}
    for i = 0, 47 do list[i + 1] = {i * 60, i * 4} end
    local points = corners(curve(moments_of((table.unpack or unpack)(list)), 200, 12))[1]
    assert.same({12, {0, 40}, {100, 2}}, {#points, points[1], points[12]})
  end)

  it("has no corner within a level", function()
    assert.same({{{0, 30}, {75, 30}, {100, 20}}},
      corners(curve(moments_of({0, 50}, {25, 50}, {50, 50}, {75, 50}, {100, 100}), 200, 10)))
  end)

  it("stays within its picture where tasks were taken away since", function()
    assert.same({{{0, 20}, {100, 0}}}, corners(curve(moments_of({0, 100}, {60, 300}), 200, 10)))
  end)

  it("is nothing before there were two looks", function()
    assert.equal("", curve(nil, 200, 10))
    assert.equal("", curve(moments_of {0, 5}, 200, 10))
  end)
end)
