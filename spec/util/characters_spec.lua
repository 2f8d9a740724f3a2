local characters = require "aliota.util.characters"

describe("characters", function()
  it("are counted, not bytes", function()
    assert.same({0, 3, 2, 1, 2}, {
      characters "", characters "a\0b", characters "设备", characters "😀", characters "é!",
    })
  end)
end)
