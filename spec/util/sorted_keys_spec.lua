local sorted_keys = require "aliota.util.sorted_keys"

describe("sorted_keys", function()
  it("are those of a table, the smaller ones first", function()
    assert.same({}, sorted_keys {})
    assert.same({"a", "b", "c"}, sorted_keys {c = 1, a = false, b = "x"})
  end)

  it("come in another order where one is given", function()
    assert.same({"c", "b", "a"}, sorted_keys({a = 1, b = 2, c = 3}, function(a, b) return a > b end))
  end)

  it("takes keys of any kind, numbers first", function()
    for _ = 1, 5 do
      local keys = sorted_keys {[10] = 1, [9] = 1, ["1a"] = 1, b = 1, [true] = 1, [false] = 1}
      assert.same({false, true, 9, 10, "1a", "b"}, keys)
    end
  end)
end)
