local seconds_of = require "aliota.util.seconds"

describe("seconds", function()
  it("reads seconds and texts", function()
    for text, seconds in pairs {
      ["90s"] = 90, ["15m"] = 900, ["2h"] = 7200, ["1.5d"] = 129600, ["2w"] = 1209600, ["0s"] = 0, ["2 h"] = 7200,
    } do
      assert.equal(seconds, seconds_of(text), text)
    end
    assert.equal(0, seconds_of(0))
    assert.equal(1.5, seconds_of(1.5))
  end)

  it("reads nothing else", function()
    for _, value in ipairs {"", "h", "2", "2y", "-2h", "2h30m", ".5h", -1, math.huge, 0 / 0, true, {}} do
      assert.is_nil(seconds_of(value), tostring(value))
    end
  end)
end)
