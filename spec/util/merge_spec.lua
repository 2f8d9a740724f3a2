local merge = require "aliota.util.merge"

describe("merge", function()
  it("has all members, of two with one name the later", function()
    assert.same({a = 1, b = 3, c = false, "x"}, merge({a = 1, b = 2}, nil, {b = 3, c = false}, {"x"}, nil))
    assert.same({}, merge())
  end)

  it("leaves the tables alone", function()
    local first = {a = 1}
    assert.not_equal(first, merge(first))
    merge(first, {a = 2})
    assert.same({a = 1}, first)
  end)
end)
