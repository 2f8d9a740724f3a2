local figures = require "aliota.write.figures"

describe("write.figures", function()
  it("are counts with their thousands apart", function()
    for count, shown in pairs {[0] = "0", [7] = "7", [999] = "999", [1000] = "1,000", [123456] = "123,456",
      [1234567] = "1,234,567", [2500.0] = "2,500"} do
      assert.equal(shown, figures.count(count))
    end
    assert.same({"0 tasks", "1 task", "2,500 tasks"},
      {figures.of(0, "task"), figures.of(1, "task"), figures.of(2500, "task")})
  end)

  it("are shares that do not flatter", function()
    assert.same({"–", "0.0 %", "100.0 %", "50.0 %", "33.3 %", "99.9 %", "0.1 %"}, {
      figures.percent(0, 0), figures.percent(0, 5), figures.percent(5, 5), figures.percent(1, 2), figures.percent(1, 3),
      figures.percent(99999, 100000), figures.percent(1, 100000),
    })
  end)
end)
