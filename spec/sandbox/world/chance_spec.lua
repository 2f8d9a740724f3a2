local chance = require "aliota.sandbox.world.chance"

describe("chance", function()
  it("draws the same numbers on every VM", function()
    assert.equal(43627331, chance.draw(1, 1, 1))
    assert.equal(2048483, chance.draw(2147483647, 1000000, 10))
  end)

  it("draws evenly and differently for each purpose", function()
    local tenths, equal = {}, 0
    for index = 1, 10000 do
      local drawn = chance.draw(7, index, 1)
      local tenth = math.floor(drawn / 6710886)
      tenths[tenth] = (tenths[tenth] or 0) + 1
      if drawn % 10 == chance.draw(7, index, 2) % 10 then equal = equal + 1 end
    end
    for tenth = 0, 9 do assert.is_true(tenths[tenth] > 850 and tenths[tenth] < 1150, tenths[tenth]) end
    assert.is_true(equal > 850 and equal < 1150, equal)
  end)

  it("picks from an urn by weight", function()
    local urn = chance.urn {{2, "a"}, {1, "b"}}
    assert.same({"a", "a", "b", "a"}, {
      chance.pick(urn, 0), chance.pick(urn, 1), chance.pick(urn, 2), chance.pick(urn, 3),
    })
  end)
end)
