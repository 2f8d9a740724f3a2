local course = require "aliota.nginx.course"

local DAY = 86400

-- A course of looks every so many seconds; `settled` and `failed` of a moment come from functions of the time.
local function noted(seconds, every, settled, open)
  local moments
  for at = 0, seconds, every do
    moments = course.note(moments, {at = at, settled = settled(at), failed = 0}, open and open(at) or 1)
  end
  return moments
end

local function times(moments)
  local list = {}
  for i, moment in ipairs(moments) do list[i] = moment.at end
  return list
end

describe("nginx.course", function()
  it("has the first and the last moment, and a few dozen between, however long it goes on", function()
    for _, seconds in ipairs {600, 7200, DAY, 30 * DAY} do
      local moments = noted(seconds, 30, function(at) return at end)
      assert.same({0, seconds}, {moments[1].at, moments[#moments].at})
      assert.is_true(#moments <= 48 and #moments >= math.min(10, seconds / 60), #moments)
      for i = 2, #moments do assert.is_true(moments[i].at > moments[i - 1].at) end
    end
  end)

  it("is coarse nowhere", function()
    local moments = noted(10 * DAY, 60, function(at) return at end)
    for i = 2, #moments do assert.is_true(moments[i].at - moments[i - 1].at <= 10 * DAY / 12) end
  end)

  it("keeps the ends of what does not move, and not what is between", function()
    local moments = noted(DAY, 60, function(at) return at <= 300 and at or at < DAY and 300 or 400 end)
    assert.same({0, 60, 120, 180, 240, 300, DAY - 60, DAY}, times(moments))
  end)

  it("goes no further once a batch is through", function()
    local function open(at) return at < 300 and 1 or 0 end
    local moments = noted(DAY, 60, function(at) return math.min(at, 300) end, open)
    assert.same({0, 60, 120, 180, 240, 300}, times(moments))
    moments = course.note(moments, {at = 2 * DAY, settled = 290, failed = 0}, 10) -- some are tried again
    assert.equal(2 * DAY, moments[#moments].at)
  end)

  it("drops what a clock that was set back makes later than the present", function()
    local moments = noted(600, 60, function(at) return at end)
    assert.same({0, 60, 90}, times(course.note(moments, {at = 90, settled = 90, failed = 0}, 1)))
    assert.same({5}, times(course.note({{at = 10, settled = 1, failed = 0}}, {at = 5, settled = 2, failed = 0}, 1)))
  end)

  it("leaves what it was given as it was", function()
    local moments = noted(600, 60, function(at) return at end)
    local before = #moments
    course.note(moments, {at = 601, settled = 601, failed = 0}, 1)
    assert.equal(before, #moments)
  end)
end)
