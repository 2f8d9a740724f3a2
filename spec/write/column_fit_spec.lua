local layout = require "aliota.write.column_fit"

describe("write.layout", function()
  it("grants what is wanted where there is room", function()
    assert.same({10, 20}, layout.fit({10, 20}, {5, 5}, 32))
    assert.same({10, 20}, layout.fit({10, 20}, {5, 5}, 500))
    assert.same({}, layout.fit({}, {}, 80))
  end)

  it("cuts columns down to what they must have, the last first", function()
    assert.same({10, 19}, layout.fit({10, 20}, {5, 5}, 31))
    assert.same({10, 5}, layout.fit({10, 20}, {5, 5}, 17))
    assert.same({6, 5}, layout.fit({10, 20}, {5, 5}, 13))
  end)

  it("leaves columns off at the end", function()
    assert.same({10}, layout.fit({10, 20}, {5, 5}, 11))
    assert.same({5, 3, 8}, layout.fit({10, 3, 8, 1}, {5, 5, 8, 1}, 20))
    assert.same({10, 3}, layout.fit({10, 3, 8, 1}, {5, 5, 8, 1}, 19))
  end)

  it("shows one column in any case", function()
    assert.same({4}, layout.fit({10, 20}, {8, 8}, 4))
  end)

  it("never needs more room than there is", function()
    for room = 1, 60 do
      local granted = layout.fit({9, 14, 3, 30, 24}, {9, 6, 3, 20, 24}, room)
      local sum = layout.GAP * (#granted - 1)
      for _, width in ipairs(granted) do sum = sum + width end
      assert.truthy(sum <= room)
    end
  end)
end)
