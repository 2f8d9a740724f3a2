local memo = require "aliota.util.memo"

describe("memo", function()
  it("asks once for each key, false included", function()
    local asked = {}
    local known = memo(function(key)
      asked[#asked + 1] = key
      return key ~= "b" and key .. "!"
    end, 10)
    assert.same({"a!", false, "a!", false}, {known.a, known.b, known.a, known.b})
    assert.same({"a", "b"}, asked)
  end)

  it("has no answer where there is none, and asks again", function()
    local count = 0
    local known = memo(function()
      count = count + 1
      return nil
    end, 10)
    assert.same({nil, nil, nil}, {known.a, known.a, known[nil]})
    assert.equal(3, count)
  end)

  it("never holds more than it may", function()
    local known = memo(function(key) return key end, 3)
    for i = 1, 100 do
      assert.equal(i, known[i])
      local held = 0
      for _ in pairs(known) do held = held + 1 end
      assert.is_true(held <= 3)
    end
  end)
end)
