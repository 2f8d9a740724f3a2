local set_of = require "aliota.util.set_of"

describe("set_of", function()
  it("has what is in a list, once, and nothing else", function()
    assert.same({}, set_of {})
    assert.same({a = true, b = true, [7] = true}, set_of {"a", "b", 7, "a"})
  end)
end)
