local signer = require "spec.support.signer"
local support = require "spec.support.sandbox"

local function code(request, box)
  local members, status = support.ask(box or support.new(), request)
  return members.Success or members.Code, status
end

local function at(seconds)
  return os.date("!%Y-%m-%dT%H:%M:%SZ", signer.NOW + seconds)
end

-- Each rule holds for both schemes; the function signs a request with one common parameter changed.
local SCHEMES = {
  ["1.0"] = function(name, value) return signer.v1(nil, {[name] = value and value:gsub(":", "%%3A")}) end,
  V3 = function(name, value)
    local headers = {
      Timestamp = "x-acs-date", SignatureNonce = "x-acs-signature-nonce", Action = "x-acs-action",
      Version = "x-acs-version",
    }
    return signer.v3(nil, {[headers[name]] = value})
  end,
}

for scheme, sign in pairs(SCHEMES) do
  describe("gateway, signature " .. scheme, function()
    it("refuses a malformed timestamp", function()
      for _, timestamp in ipairs {"yesterday", "2026-01-02", "2026-01-02T03:04:05", "2026-02-30T03:04:05Z"} do
        assert.same({"InvalidTimeStamp.Format", 400}, {code(sign("Timestamp", timestamp))})
      end
    end)

    it("refuses a timestamp that is more than 15 minutes off", function()
      for _, seconds in ipairs {-900, 900, 0} do assert.is_true(code(sign("Timestamp", at(seconds)))) end
      for _, seconds in ipairs {-901, 901, 86400 * 365} do
        assert.same({"InvalidTimeStamp.Expired", 400}, {code(sign("Timestamp", at(seconds)))})
      end
    end)

    it("refuses a nonce for as long as a request with it could be good, and no longer", function()
      local now = signer.NOW
      local box = support.new({clock = function() return now end})
      assert.is_true(code(sign("SignatureNonce", "once"), box))
      assert.same({"SignatureNonceUsed", 400}, {code(sign("SignatureNonce", "once"), box)})
      for seconds, expected in pairs {[901] = "SignatureNonceUsed", [1801] = true} do
        now = signer.NOW + seconds
        local request = scheme == "V3"
          and signer.v3(nil, {["x-acs-date"] = at(seconds), ["x-acs-signature-nonce"] = "once"})
          or signer.v1(nil, {Timestamp = at(seconds):gsub(":", "%%3A"), SignatureNonce = "once"})
        assert.equal(expected, (code(request, box)))
      end
    end)

    it("does not remember the nonce of a request that was not signed correctly", function()
      local box = support.new()
      local forged = sign("SignatureNonce", "mine")
      forged.query = forged.query .. "&PageSize=1"
      assert.equal("SignatureDoesNotMatch", code(forged, box))
      assert.is_true(code(sign("SignatureNonce", "mine"), box))
    end)

    it("refuses unknown actions and versions", function()
      assert.same({"InvalidAction.NotFound", 404}, {code(sign("Action", "ListOTATasks"))})
      assert.same({"InvalidVersion", 400}, {code(sign("Version", "2017-04-20"))})
    end)

    it("refuses an unknown access key", function()
      assert.same({"InvalidAccessKeyId.NotFound", 404},
        {code(sign("Action", "ListOTATaskByJob"), support.new({access_key_id = "another"}))})
    end)
  end)
end

describe("gateway", function()
  it("says what an unsigned request lacks", function()
    assert.same({"MissingAccessKeyId", 400}, {code({method = "GET", path = "/", headers = {}})})
  end)

  it("refuses other HTTP methods than GET and POST", function()
    for _, method in ipairs {"PUT", "DELETE", "HEAD", "get", ""} do
      local request = signer.v3()
      request.method = method
      assert.same({"UnsupportedHTTPMethod", 400}, {code(request)})
    end
  end)

  it("has one path", function()
    local request = signer.v3()
    request.path = "/elsewhere"
    assert.same({"InvalidApi.NotFound", 404}, {code(request)})
  end)
end)
