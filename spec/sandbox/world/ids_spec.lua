local ids = require "aliota.sandbox.world.ids"

describe("ids", function()
  it("are 26 letters and digits that don't repeat, and are read back", function()
    local series, seen = ids.new(1, 2), {}
    for number = 0, 20000 do
      local id = series:encode(number)
      assert.is_nil(seen[id])
      seen[id] = true
      assert.truthy(#id == 26 and id:find("^%w+$"))
      assert.equal(number, series:decode(id))
    end
  end)

  it("are the same on every VM", function()
    assert.equal("4ovOb8cf6E3OID6iMV43010200", ids.new(1, 2):encode(1))
    assert.equal(14772466, ids.new(7, 3):decode(ids.new(7, 3):encode(14772466)))
  end)

  it("of another series or seed, and anything else, are not read", function()
    local series = ids.new(1, 2)
    local id = series:encode(5)
    for _, other in ipairs {
      ids.new(1, 3):encode(5), ids.new(2, 2):encode(5), "", "x", "0", id:sub(1, 25), id .. "0", id:lower(),
      ("0"):rep(26), ("z"):rep(26), "****", ("\0"):rep(26),
    } do assert.is_nil(series:decode(other), other) end
  end)

  it("tell their series by a tag", function()
    local series = ids.new(1, 2)
    assert.equal(series.tag, ids.tag(series:encode(99)))
    assert.are_not.equal(series.tag, ids.tag(ids.new(1, 3):encode(99)))
  end)
end)
