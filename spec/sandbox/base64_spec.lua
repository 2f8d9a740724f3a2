local base64 = require "aliota.sandbox.base64"

describe("base64", function()
  it("encodes the vectors of RFC 4648, 10", function()
    for text, encoded in pairs {
      [""] = "", f = "Zg==", fo = "Zm8=", foo = "Zm9v", foob = "Zm9vYg==", fooba = "Zm9vYmE=", foobar = "Zm9vYmFy",
      ["\0\255\n"] = "AP8K",
    } do assert.equal(encoded, base64(text)) end
  end)
end)
