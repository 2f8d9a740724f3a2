local mask = require "aliota.mask"

describe("mask", function()
  local keys = {access_key_id = "LTAI5t", access_key_secret = "s3cr+t/xYZ", security_token = "CAIS%to=ken"}

  local function encode(text)
    return (text:gsub("[^%w%-%._~]", function(c) return ("%%%02X"):format(c:byte()) end))
  end

  it("takes the secret and the token out, plain and encoded once or twice, in either case", function()
    for _, secret in ipairs {keys.access_key_secret, keys.security_token} do
      local lower = encode(secret):gsub("%%%x%x", string.lower)
      for _, text in ipairs {secret, encode(secret), encode(encode(secret)), lower} do
        assert.equal("before *** after", mask("before " .. text .. " after", keys))
      end
    end
  end)

  it("takes out what looks like a signature or a token, whoever's it is", function()
    local cases = {
      {"Signature=nz%2BD%2Fy%3D&x=1", "Signature=***&x=1"},
      {"Signature=%2BnzD", "Signature=***"},
      {"a=b&SecurityToken%3Dabc%26Timestamp%3D1", "a=b&SecurityToken%3D***%26Timestamp%3D1"},
      {"SecurityToken%253Dab%252Bc%2526Timestamp", "SecurityToken%253D***%2526Timestamp"},
      {"SecurityToken%3Dab%26TaskId.1%3Da%2526b%26Version", "SecurityToken%3D***%26TaskId.1%3Da%2526b%26Version"},
      {"SecurityToken=a%26b&Version=1", "SecurityToken=***&Version=1"},
      {"x-acs-security-token:abc\nx-acs-version:1", "x-acs-security-token:***\nx-acs-version:1"},
      {"Authorization: ACS3", "Authorization: ***"},
      {'{"Signature": "abc=", "SecurityToken":"t"}', '{"Signature": "***", "SecurityToken":"***"}'},
      {[[{\"Signature\":\"abc=\"}]], [[{\"Signature\":\"***\"}]]},
      {"via http://user:pass@proxy:8080 and ftp://u@h", "via http://***@proxy:8080 and ftp://***@h"},
    }
    for _, case in ipairs(cases) do assert.equal(case[2], mask(case[1])) end
  end)

  it("leaves everything else", function()
    local text = "SignatureNonce%3D1%26SignatureMethod%3DHMAC-SHA1 x-acs-signature-nonce:abc JobId=7gl http://host/a@b"
    assert.equal(text, mask(text, keys))
    assert.equal("Couldn't connect", mask("Couldn't connect", {access_key_secret = "C", security_token = ""}))
  end)
end)
