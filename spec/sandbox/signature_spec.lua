local cjson = require "cjson"
local signature = require "aliota.sandbox.signature"

local function vectors()
  local file = assert(io.open("spec/data/vectors.json"))
  local content = file:read("*a")
  file:close()
  return cjson.decode(content)
end

describe("signature", function()
  for _, vector in ipairs(vectors().v1) do
    it("1.0 agrees with " .. vector.name, function()
      local signed, string_to_sign = signature.v1(vector.method, vector.params, vector.access_key_secret)
      assert.equal(vector.string_to_sign, string_to_sign)
      assert.equal(vector.signature, signed)
    end)
  end

  for _, vector in ipairs(vectors().v3) do
    it("V3 agrees with " .. vector.name, function()
      local names = {}
      for name in vector.signed_headers:gmatch("[^;]+") do table.insert(names, 1, name) end
      local signed, string_to_sign, canonical_request = signature.v3({
        method = vector.method,
        path = vector.canonical_uri,
        parameters = vector.query,
        headers = vector.signed_header_values,
        signed_headers = names,
        body = vector.body,
      }, vector.access_key_secret)
      assert.equal(vector.canonical_request, canonical_request)
      assert.equal(vector.string_to_sign, string_to_sign)
      assert.equal(vector.signature, signed)
    end)
  end

  it("leaves the parameter Signature out of the 1.0 signature", function()
    assert.equal(signature.v1("GET", {a = "1"}, "s"), (signature.v1("GET", {a = "1", Signature = "x"}, "s")))
  end)
end)
