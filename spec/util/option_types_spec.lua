local types = require "aliota.util.option_types"

describe("option_types", function()
  local function refuses(kind, values)
    for i = 1, #values do assert.is_string(kind.problem(values[i]), tostring(values[i])) end
  end

  local function read(kind, value)
    assert.is_nil(kind.problem(value))
    return kind.read(value)
  end

  it("know what an option must be", function()
    assert.is_nil(types.BOOLEAN.problem(false))
    refuses(types.BOOLEAN, {"true", 1})
    assert.is_nil(types.STRING.problem "")
    refuses(types.STRING, {1, true})
    assert.is_nil(types.TIME.problem(1767700000.5))
    refuses(types.TIME, {"now", -1, 1e12, 0 / 0, math.huge})
    assert.is_nil(types.integer(1, 5).problem(5))
    refuses(types.integer(1, 5), {0, 6, 1.5, "3", 0 / 0})
    assert.equal("is 1.5; it must be a whole number from 1 to 5", types.integer(1, 5).problem(1.5))
    assert.is_nil(types.FUNCTION.problem(print))
    refuses(types.FUNCTION, {"print", {}})
    assert.is_nil(types.TABLE.problem {})
    assert.is_nil(types.ANY.problem(0 / 0))
  end)

  it("take texts that say something", function()
    assert.is_nil(types.TEXT.problem " ")
    assert.equal("is empty", types.TEXT.problem "")
    assert.equal("must be a string, not a number", types.TEXT.problem(5))
    assert.is_nil(types.LINE.problem "a b")
    assert.equal("is blank", types.LINE.problem " ")
    assert.equal("holds control characters", types.LINE.problem "a\nb")
    assert.equal("must be a string, not a boolean", types.LINE.problem(false))
  end)

  it("make integers of whole numbers", function()
    for _, kind in ipairs {types.COUNT, types.integer(0, 100)} do assert.equal("7", tostring(read(kind, 14 / 2))) end
    assert.equal(0.5, types.whole(0.5))
    assert.equal("7", types.whole "7")
  end)

  it("take counts, but none without end", function()
    refuses(types.COUNT, {-1, 1.5, math.huge, 0 / 0, "1"})
  end)

  it("make seconds of lengths of time", function()
    local kind = types.duration("seconds up to 60", function(seconds) return seconds <= 60 end)
    assert.equal(30, read(kind, 30))
    assert.equal("60", tostring(read(kind, "1m")))
    assert.equal('is "2m"; it must be seconds up to 60', kind.problem "2m")
    assert.equal('is "soon"; it must be seconds up to 60', kind.problem "soon")
    assert.equal("is a table; it must be seconds up to 60", kind.problem {})
  end)

  it("take one of some texts", function()
    local kind = types.one_of {json = 1, xml = 2}
    assert.is_nil(kind.problem "xml")
    assert.equal('is "jso"; did you mean "json"?', kind.problem "jso")
    assert.equal("must be a string, not a number", kind.problem(1))
  end)

  it("take some values besides", function()
    local kind = types.either(types.integer(1, 5), {[false] = true, all = true}, "false or \"all\"")
    assert.is_false(read(kind, false))
    assert.equal("all", read(kind, "all"))
    assert.equal(5, read(kind, 5))
    assert.equal('is true; it must be a whole number from 1 to 5, false or "all"', kind.problem(true))
  end)
end)
