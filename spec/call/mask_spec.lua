local mask = require "aliota.call.mask"

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
      {"Proxy-Authorization: Basic dTpw+/== x", "Proxy-Authorization: *** *** x"},
      {'{"authorization":"Bearer a.b-c_d"}', '{"authorization":"*** ***"}'},
      {'{"Signature": "abc=", "SecurityToken":"t"}', '{"Signature": "***", "SecurityToken":"***"}'},
      {[[{\"Signature\":\"abc=\"}]], [[{\"Signature\":\"***\"}]]},
      {"via http://user:pass@proxy:8080 and ftp://u@h", "via http://***@proxy:8080 and ftp://***@h"},
      {"'http://user:p@ss@proxy'", "'http://***@proxy'"},
    }
    for _, case in ipairs(cases) do assert.equal(case[2], mask(case[1])) end
  end)

  it("takes user and password of addresses out, as they are written and as they are meant", function()
    local url = "http://user:long%2Fenough@host"
    for _, text in ipairs {
      "user:long%2Fenough", "user:long/enough", "long%2fenough", "long/enough", "long%252Fenough",
    } do
      assert.equal("before *** after", mask("before " .. text .. " after", nil, {url}))
    end
    assert.equal("*** and ***", mask("u:p and longtoken", nil, {"u:p@host", "http://longtoken@host"}))
    assert.equal("*** is up", mask("a:b/c@d is up", nil, {"a:b/c@d@host:1"}))
    assert.equal("p at host", mask("p at host", nil, {"u:p@host", "http://host/path"}))
  end)

  it("leaves no half of a secret where it cuts a long text, and does no work on what follows", function()
    local url = "http://user:long%2Fenough@host"
    local filler = ("Proxy says no. "):rep(1000)
    for _, secret in ipairs {
      keys.access_key_secret, encode(encode(keys.security_token)), "user:long/enough", "http://me:and-some@h/",
      "Signature=nz%2BD", "Authorization: Basic dTpw-dTpw",
    } do
      local whole = mask(secret, keys, {url})
      for before = 100, 400, 3 do
        local masked = mask(filler:sub(1, before) .. secret .. " " .. filler, keys, {url}, 200)
        assert.is_true(#masked >= 100 and #masked < 500)
        local rest = masked:sub(before + 1)
        local is_cut = rest == whole:sub(1, #rest) or rest == "http://***"
        assert.is_true(is_cut or rest:sub(1, #whole + 1) == whole .. " ", rest)
      end
    end
    local token = ("t0k3n/"):rep(50)
    for before = 900, 1500 do -- little is left of a text that is all secrets
      local masked = mask((" "):rep(before) .. (token .. " "):rep(20), {security_token = token}, nil, 500)
      assert.is_nil(masked:find "t0")
    end
    assert.equal("short ***", mask("short s3cr+t/xYZ", keys, nil, 200))
  end)

  it("leaves everything else", function()
    local text = "SignatureNonce%3D1%26SignatureMethod%3DHMAC-SHA1 x-acs-signature-nonce:abc JobId=7gl http://host/a@b"
    assert.equal(text, mask(text, keys))
    assert.equal("Couldn't connect", mask("Couldn't connect", {access_key_secret = "C", security_token = ""}))
  end)
end)
