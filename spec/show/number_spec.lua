local number = require "aliota.show.number"

describe("report.number", function()
  it("sets thousands apart", function()
    for value, text in pairs {
      [0] = "0", [7] = "7", [999] = "999", [1000] = "1,000", [123456] = "123,456", [1234567] = "1,234,567",
      [-1234] = "-1,234", [-123] = "-123", [2499.6] = "2,500",
    } do
      assert.equal(text, number.count(value))
    end
    assert.equal("–", number.count(nil))
  end)

  it("takes a progress below zero for the code that it is", function()
    local texts = {}
    for i, value in ipairs {0, 47.6, 100, -2} do texts[i] = number.progress(value) end
    assert.same({"0 %", "48 %", "100 %", "-2"}, texts)
    assert.equal("–", number.progress "57 %")
    assert.equal("–", number.progress(nil))
  end)

  it("counts things", function()
    assert.equal("1 task", number.of(1, "task"))
    assert.equal("0 tasks", number.of(0, "task"))
    assert.equal("2,500 batches", number.of(2500, "batch", "batches"))
  end)

  it("shows nothing as nothing and everything as everything only", function()
    assert.equal("12.3 %", number.percent(0.123))
    assert.equal("0.0 %", number.percent(0))
    assert.equal("100.0 %", number.percent(1))
    assert.equal("<0.1 %", number.percent(0.0001))
    assert.equal(">99.9 %", number.percent(0.9999))
    assert.equal("–", number.percent(nil))
  end)

  it("shows intervals, and knows no share of nothing", function()
    assert.equal("3.1 – 5.9 %", number.interval(0.031, 0.059))
    assert.equal("–", number.interval(nil, nil))
    assert.equal(0.25, number.share(1, 4))
    assert.is_nil(number.share(0, 0))
  end)

  it("rounds a half up on every Lua", function()
    assert.equal("2.3 %", number.percent(0.0225))
    assert.equal("2.3 – 12.4 %", number.interval(0.0225, 0.1235))
    assert.equal("3", number.count(2.5))
  end)

  it("shows shares that add up", function()
    assert.same({"33.4 %", "33.3 %", "33.3 %"}, number.percents({1, 1, 1}, 3))
    assert.same({"<0.1 %", ">99.9 %", "0.0 %"}, number.percents({1, 9999, 0}, 10000))
    assert.same({"50.0 %", "16.7 %"}, number.percents({3, 1}, 6)) -- others are not shown
    assert.same({"–", "–"}, number.percents({0, 0}, 0))
    assert.same({"100.0 %"}, number.percents_of({{count = 5}}, 5))
    for seed = 1, 200 do
      local parts, whole, tenths = {}, 0, 0
      for i = 1, 7 do
        parts[i] = (seed * 7919 + i * 104729) % 911 + 50
        whole = whole + parts[i]
      end
      for i, percent in ipairs(number.percents(parts, whole)) do
        local shown = tonumber(percent:match "^(.*) %%$")
        assert.is_true(math.abs(shown - parts[i] / whole * 100) < 0.1)
        tenths = tenths + math.floor(shown * 10 + 0.5)
      end
      assert.equal(1000, tenths)
    end
  end)
end)
