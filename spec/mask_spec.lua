local mask = require "aliota.mask"

describe("mask", function()
  local keys = {access_key_id = "LTAI5t", access_key_secret = "s3cr+t/x", security_token = "CAIS%to=ken"}

  local function encode(text)
    return (text:gsub("[^%w%-%._~]", function(c) return ("%%%02X"):format(c:byte()) end))
  end

  it("takes the secret and the token out, plain and encoded once or twice", function()
    for _, secret in ipairs {keys.access_key_secret, keys.security_token} do
      for _, text in ipairs {secret, encode(secret), encode(encode(secret))} do
        assert.equal("before *** after", mask("before " .. text .. " after", keys))
      end
    end
  end)

  it("takes out what looks like a signature or a token, whoever's it is", function()
    local cases = {
      ["Signature=abc%2B&x=1"] = "Signature=***%2B&x=1",
      ["SecurityToken%3Dabc%26Timestamp%3D1"] = "SecurityToken%3D***%26Timestamp%3D1",
      ["x-acs-security-token:abc\nx-acs-version:1"] = "x-acs-security-token:***\nx-acs-version:1",
      ["Authorization: ACS3"] = "Authorization: ***",
    }
    for text, expected in pairs(cases) do assert.equal(expected, mask(text)) end
  end)

  it("leaves everything else", function()
    local text = "SignatureNonce%3D1%26SignatureMethod%3DHMAC-SHA1 x-acs-signature-nonce:abc JobId=7gl"
    assert.equal(text, mask(text, keys))
    assert.equal(text, mask(text, {access_key_secret = ""}))
  end)
end)
