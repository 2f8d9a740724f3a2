local sorted_keys = require "aliota.util.sorted_keys"

describe("sorted_keys", function()
  it("are those of a table, the smaller ones first", function()
    assert.same({}, sorted_keys {})
    assert.same({"a", "b", "c"}, sorted_keys {c = 1, a = false, b = "x"})
  end)

  it("come in another order where one is given", function()
    assert.same({"c", "b", "a"}, sorted_keys({a = 1, b = 2, c = 3}, function(a, b) return a > b end))
  end)
end)
