local sign = require("aliota.core").sign
local cjson = require "cjson"
local data = require "spec.support.data"
local LUA = require "spec.support.interpreter"
local run = require("spec.support.shell").run

local function header_table(text)
  local headers = {}
  for name, value in text:gmatch("([^\n:]+):([^\n]*)\n") do headers[name] = value end
  return headers
end

describe("core.sign", function()
  local vectors = cjson.decode(data.read "vectors.json")

  describe("reproduces what the official clients sign", function()
    for _, vector in ipairs(vectors.v1) do
      it("RPC 1.0, " .. vector.name, function()
        local signature, query, string_to_sign = sign.v1(vector.method, vector.params, vector.access_key_secret)
        assert.equal(vector.canonical_query, query)
        assert.equal(vector.string_to_sign, string_to_sign)
        assert.equal(vector.signature, signature)
        assert.equal(vector.signature_urlencoded, sign.encode(signature))
      end)
    end

    for _, vector in ipairs(vectors.v3) do
      it("V3, " .. vector.name, function()
        local signature, query, signed_headers, request = sign.v3(vector.method, vector.canonical_uri, vector.query,
          vector.signed_header_values, vector.hashed_payload, vector.access_key_secret)
        assert.equal(vector.canonical_query, query)
        assert.equal(vector.signed_headers, signed_headers)
        assert.equal(vector.canonical_request, request)
        assert.equal(vector.signature, signature)
        assert.equal(vector.hashed_payload, sign.sha256(vector.body))
      end)
    end

    it("and there are 33 of them", function()
      assert.equal(33, #vectors.v1 + #vectors.v3)
    end)
  end)

  it("sorts names by their bytes, a prefix first", function()
    local _, query = sign.v1("GET", {B = "1", a = "2", ["A.10"] = "3", ["A.2"] = "4", A = "5"}, "s")
    assert.equal("A=5&A.10=3&A.2=4&B=1&a=2", query)
  end)

  it("signs header names in lower case and values without the blanks around them", function()
    local _, _, names,
      request = sign.v3("GET", "/", {}, {Host = " h ", ["X-Acs-B"] = "\tv w\n", ["x-acs-a"] = ""}, "p", "s")
    assert.equal("host;x-acs-a;x-acs-b", names)
    assert.same({host = "h", ["x-acs-a"] = "", ["x-acs-b"] = "v w"}, header_table(request))
  end)

  it("keeps every byte, NUL too", function()
    local _, query = sign.v1("GET", {["n\0"] = "a\0b"}, "s")
    assert.equal("n%00=a%00b", query)
    local all = {}
    for byte = 0, 255 do all[#all + 1] = string.char(byte) end
    local encoded = sign.encode(table.concat(all))
    assert.equal(table.concat(all), (encoded:gsub("%%(%x%x)", function(hex) return string.char(tonumber(hex, 16)) end)))
    assert.is_nil(encoded:find("[^%w%-%._~%%]"))
  end)

  it("copes with nothing and with much", function()
    local _, empty = sign.v1("GET", {}, "")
    assert.equal("", empty)
    local params, names = {}, {}
    for i = 1, 3000 do
      params["DeviceNames." .. i] = ("é"):rep(50)
      names[i] = "DeviceNames." .. i
    end
    table.sort(names)
    local _, query = sign.v1("POST", params, "secret")
    local found = {}
    for name in query:gmatch("([%w.]+)=") do found[#found + 1] = name end
    assert.same(names, found)
  end)

  it("refuses anything but strings, as a number has more than one spelling", function()
    assert.has_error(function() sign.v1("GET", {PageSize = 100}, "s") end,
      "names and values to sign must be strings, got a number under a string")
    assert.has_error(function() sign.v1("GET", {"x"}, "s") end,
      "names and values to sign must be strings, got a string under a number")
    assert.has_error(function() sign.v3("GET", "/", {}, {a = true}, "p", "s") end,
      "names and values to sign must be strings, got a boolean under a string")
    assert.has_error(function() sign.v1("GET", nil, "s") end)
    assert.has_error(function() sign.v3("GET", "/", {}, {}, "p") end)
  end)

  it("survives a table that changes while it is read", function()
    for _ = 1, 2000 do
      local weak = setmetatable({a = "b"}, {__mode = "v"})
      weak.x, weak.y, weak.z = {}, {}, {}
      pcall(sign.v1, "GET", weak, "s")
    end
  end)

  it("refuses a secret of absurd length", function()
    assert.has_error(function() sign.v1("GET", {}, ("s"):rep(4097)) end)
    assert.has_error(function() sign.v3("GET", "/", {}, {}, "p", ("s"):rep(4097)) end)
    assert.has_error(function() sign.hmac(("s"):rep(4097), "text") end)
  end)

  it("signs webhooks as RFC 4231 says", function()
    local cases = {
      {("\11"):rep(20), "Hi There", "sDRMYdjbOFNcqK/OrwvxK4gdwgDJgz2nJuk3bC4yz/c="},
      {"Jefe", "what do ya want for nothing?", "W9zBRr9gdU5qBCQmCJV1x1oAPwidJzmDnexYuWTsOEM="},
      {("\170"):rep(131), "Test Using Larger Than Block-Size Key - Hash Key First",
        "YOQxWR7gtn8Niiaqy/W3f44LxiE3KMUUBUYEDw7jf1Q="},
    }
    for _, case in ipairs(cases) do assert.equal(case[3], sign.hmac(case[1], case[2])) end
    assert.has_error(function() sign.hmac("s") end)
  end)

  it("hashes as FIPS 180 says", function()
    assert.equal("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", sign.sha256 "")
    assert.equal("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", sign.sha256 "abc")
  end)

  it("never gives the same nonce twice", function()
    local seen = {}
    for _ = 1, 1000 do
      local nonce = sign.nonce()
      assert.truthy(nonce:match("^%x+$") and #nonce == 32)
      assert.is_nil(seen[nonce])
      seen[nonce] = true
    end
  end)

  -- With properties that no digest of libcrypto's default provider has.
  it("says where the system has disabled a digest", function()
    local path = os.tmpname()
    local file = assert(io.open(path, "w"))
    file:write "openssl_conf = all\n[all]\nalg_section = chosen\n[chosen]\ndefault_properties = fips=yes\n"
    file:close()
    local output = run(("OPENSSL_CONF=%s %s -e 'require(\"aliota.core\").sign.sha256 \"\"'"):format(path, LUA))
    os.remove(path)
    assert.truthy(output:find("refused to compute a digest; is the algorithm disabled on", 1, true), output)
  end)
end)
