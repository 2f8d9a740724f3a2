local histogram = require "aliota.report.histogram"

local function total(list, name)
  local sum = 0
  for _, bucket in ipairs(list) do sum = sum + (bucket.counts[name] or 0) end
  return sum
end

describe("report.histogram", function()
  it("counts by the minute, with the gaps", function()
    local made = histogram.new()
    for _, time in ipairs {120, 179.9, 300} do made:add(time, "a") end
    assert.same({
      {from = 120, counts = {a = 2}}, {from = 180, counts = {}}, {from = 240, counts = {}},
      {from = 300, counts = {a = 1}},
    }, made:list())
    assert.same({}, histogram.new():list())
  end)

  it("loses nothing and stays small, whatever the times and their order", function()
    for _, span in ipairs {10, 1e4, 1e6, 1e8, 1e10, 2.5e11} do
      local made = histogram.new()
      for i = 1, 3000 do made:add(-6e10 + (i * 7919 % 3000) / 3000 * span, i % 3 == 0 and "a" or "b") end
      local list = made:list()
      assert.is_true(#list <= 1000, span .. ": " .. #list)
      assert.same({1000, 2000}, {total(list, "a"), total(list, "b")})
      for i, bucket in ipairs(list) do
        assert.equal(0, bucket.from % made.width)
        assert.equal(list[1].from + (i - 1) * made.width, bucket.from)
      end
    end
  end)
end)
