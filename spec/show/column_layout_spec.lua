local layout = require "aliota.show.column_layout"

-- The widths of columns of which each yields before those in front of it, and which are left off in the same order.
local function ranked(wanted, least, room)
  local columns = {}
  for i, floor in ipairs(least) do columns[i] = {elastic = floor, yields = i, spare = i > 1 and i or nil} end
  local shown, widths = layout.fit(columns, wanted, room)
  local granted = {}
  for at, i in ipairs(shown) do granted[at] = widths[i] end
  return granted
end

describe("show.column_layout", function()
  it("grants what is wanted where there is room", function()
    assert.same({10, 20}, ranked({10, 20}, {5, 5}, 32))
    assert.same({10, 20}, ranked({10, 20}, {5, 5}, 500))
    assert.same({}, ranked({}, {}, 80))
  end)

  it("cuts columns down to what they must have, the one that yields first before others", function()
    assert.same({10, 19}, ranked({10, 20}, {5, 5}, 31))
    assert.same({10, 5}, ranked({10, 20}, {5, 5}, 17))
    assert.same({6, 5}, ranked({10, 20}, {5, 5}, 13))
  end)

  it("has columns that yield alike share what is lacking", function()
    local columns = {{elastic = 5, yields = 1}, {elastic = 5, yields = 1}, {elastic = 5}}
    assert.same({9, 10, 20}, select(2, layout.fit(columns, {20, 20, 20}, 43)))
    assert.same({5, 5, 16}, select(2, layout.fit(columns, {20, 20, 20}, 30)))
  end)

  it("leaves columns off at the end", function()
    assert.same({10}, ranked({10, 20}, {5, 5}, 11))
    assert.same({5, 3, 8}, ranked({10, 3, 8, 1}, {5, 5, 8, 1}, 20))
    assert.same({10, 3}, ranked({10, 3, 8, 1}, {5, 5, 8, 1}, 19))
  end)

  it("shows one column in any case", function()
    assert.same({4}, ranked({10, 20}, {8, 8}, 4))
  end)

  it("never needs more room than there is", function()
    for room = 1, 60 do
      local granted = ranked({9, 14, 3, 30, 24}, {9, 6, 3, 20, 24}, room)
      local sum = #layout.GAP * (#granted - 1)
      for _, width in ipairs(granted) do sum = sum + width end
      assert.truthy(sum <= room)
    end
  end)

  it("tells what it has left out", function()
    local columns = {{title = "a"}, {title = "b", spare = 2}, {spare = 1}, {title = "bar", bar = true}}
    local shown = layout.fit(columns, {3, 3, 3, 0}, 8)
    assert.same({1, 3}, shown)
    assert.same({"b", "bar"}, layout.left_out(columns, shown))
  end)
end)
