local bar = require "aliota.show.bar"
local text = require "aliota.show.text"

describe("report.bar", function()
  it("is as long as the share, to an eighth", function()
    assert.equal("", bar.horizontal(0, 10))
    assert.equal("█████", bar.horizontal(0.5, 10))
    assert.equal("█████▍", bar.horizontal(0.54, 10))
    assert.equal(("█"):rep(10), bar.horizontal(1, 10))
  end)

  it("never takes more than its columns, and shows what is more than nothing", function()
    for share = 0.001, 1, 0.001 do
      local width = text.width(bar.horizontal(share, 7))
      assert.is_true(width >= 1 and width <= 7)
    end
    assert.equal("▏", bar.horizontal(1e-9, 10))
  end)

  it("draws sparklines on the scale of the largest", function()
    assert.equal("▁▂▃▄▅▆▇█", bar.sparkline {1, 2, 3, 4, 5, 6, 7, 8})
    assert.equal("·▁█", bar.sparkline {0, 1, 1000})
    assert.equal("··", bar.sparkline {0, 0})
    assert.equal("", bar.sparkline {})
  end)
end)
