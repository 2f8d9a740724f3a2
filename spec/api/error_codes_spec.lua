local error_codes = require "aliota.api.error_codes"

describe("error codes", function()
  it("mean the same in whatever case they are written", function()
    local meanings = {
      ["InvalidTimeStamp.Expired"] = "clock", IllegalTimestamp = "clock", SignatureNonceUsed = "nonce",
      ["InvalidSecurityToken.Expired"] = "token", InternalError = "passing", ServiceUnavailable = "passing",
      ["iot.system.SystemException"] = "passing", ["iot.messagebroker.TIMEOUT"] = "passing",
    }
    for code, meaning in pairs(meanings) do
      for _, written in ipairs {code, code:lower(), code:upper()} do
        assert.equal(meaning, error_codes.meaning(written), written)
        assert.equal(error_codes.hint(code), error_codes.hint(written), written)
      end
    end
  end)

  it("are throttling wherever that word, or a rate limit, stands in them", function()
    for _, code in ipairs {
      "Throttling", "Throttling.User", "Throttling.Api", "Rejected.Throttling", "iot.common.Throttling",
      "throttling.user", "THROTTLING", "iot.messagebroker.RateLimit", "ratelimit.exceeded",
    } do
      assert.equal("throttling", error_codes.meaning(code), code)
    end
  end)

  it("mean nothing where nothing is known of them", function()
    for _, code in ipairs {"iot.ota.FirmwareNotFound", "Forbidden.RAM", "InvalidSecurityToken.Mismatch", ""} do
      assert.is_nil(error_codes.meaning(code), code)
    end
    assert.is_nil(error_codes.meaning(nil))
    assert.is_nil(error_codes.hint "iot.ota.FirmwareNotFound")
  end)

  it("for want of permission have one hint", function()
    for _, code in ipairs {"Forbidden", "NoPermission", "nopermission"} do
      assert.equal(error_codes.hint "Forbidden.RAM", error_codes.hint(code), code)
    end
    assert.truthy(error_codes.hint("NoPermission"):find "grant it the iot permission")
  end)
end)
