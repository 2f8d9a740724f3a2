local form = require "aliota.sandbox.form"

local function read(text, parameters)
  parameters = parameters or {}
  return form.read(text, parameters), parameters
end

describe("form", function()
  it("decodes percent escapes, plus signs and empty values", function()
    local ok, parameters = read("a=1&b%20c=x+y&d=&e=%2B%25&f=%E8%AE%BE=")
    assert.is_true(ok)
    assert.same({a = "1", ["b c"] = "x y", d = "", e = "+%", f = "\232\174\190="}, parameters)
  end)

  it("keeps NUL bytes as data", function()
    local _, parameters = read("a=%00x")
    assert.equal("\0x", parameters.a)
  end)

  it("ignores empty pieces and keeps the first of two values", function()
    local _, parameters = read("&&=x&a=1&a=2&b=2&", {b = "1"})
    assert.same({a = "1", b = "1"}, parameters)
  end)

  it("refuses malformed escapes in names and values", function()
    for _, text in ipairs {"a=%", "a=%2", "a=%G0", "%zz=1", "a=1&b=%%20"} do
      assert.is_false(read(text), text)
    end
  end)
end)
