local pair = require "aliota.listing.pair"

describe("pair", function()
  local device, look = pair.new("name", "task", "task"), pair.new("counts", "job", "counts")

  it("knows which of two values is meant", function()
    assert.same({5, 1}, {device:subject_of("d", 5), look:subject_of(1, "j")})
    assert.is_nil(device:subject_of("d", nil))
  end)

  it("keeps both in a record, which is known by what it is of", function()
    assert.same({name = "d", task = 5}, device:record("d", 5))
    assert.same({name = "d"}, device:record("d", nil))
    assert.equal(device, pair.of(device:record("d", 5)))
    assert.equal(look, pair.of(look:record(1, 2)))
  end)

  it("is told apart from any other value", function()
    for _, value in ipairs {{}, {name = "d", task = 5}, "x", 5, setmetatable({}, {__metatable = "mine"})} do
      assert.is_nil(pair.of(value))
    end
  end)

  it("says what it is of", function()
    assert.equal("name and task", tostring(device))
  end)
end)
