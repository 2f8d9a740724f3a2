local duration = require "aliota.show.duration"

describe("duration", function()
  it("writes the two largest units", function()
    for seconds, text in pairs {
      [0] = "0 s", [0.4] = "0 s", [59.4] = "59 s", [59.6] = "1 min", [61] = "1 min 1 s", [3600] = "1 h",
      [3659] = "1 h", [7260] = "2 h 1 min", [86399] = "23 h 59 min", [86400] = "1 d", [100000] = "1 d 3 h",
      [864000] = "10 d",
    } do
      assert.equal(text, duration.text(seconds))
    end
  end)

  it("writes what is too long for units, or no length at all, as it is", function()
    assert.same({"1e+300 s", "Infinity s", "NaN s"},
      {duration.text(1e300), duration.text(math.huge), duration.text(0 / 0)})
  end)
end)
