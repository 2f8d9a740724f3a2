local decode = require "aliota.util.percent_decode"
local encode = require("aliota.core").sign.encode

describe("percent_decode", function()
  it("undoes what encodes, whatever the bytes", function()
    local bytes = {}
    for byte = 0, 255 do bytes[#bytes + 1] = string.char(byte) end
    local text = table.concat(bytes)
    assert.equal(text, decode(encode(text)))
  end)

  it("takes digits of either case, and leaves what is none", function()
    assert.equal("a/b/%2 %zz", decode "a%2Fb%2f%2 %zz")
  end)
end)
