local signer = require "spec.support.signer"
local support = require "spec.support.sandbox"

local function ask(settings, request)
  return support.ask(support.new({chaos = settings}), request or signer.v3())
end

describe("chaos, refusals", function()
  it("answer in the service's name", function()
    local members, status = ask({business_error = {code = "iot.system.Busy"}})
    assert.same({200, false, "iot.system.Busy"}, {status, members.Success, members.Code})
    assert.truthy(members.ErrorMessage)
  end)

  it("answer in the gateway's name", function()
    for kind, expected in pairs {
      server_error = {503, "ServiceUnavailable"}, throttled = {400, "Throttling.User"},
      expired_token = {400, "InvalidSecurityToken.Expired"},
    } do
      local members, status = ask({[kind] = {}})
      assert.same(expected, {status, members.Code})
      assert.truthy(members.RequestId and members.Message)
    end
    assert.equal("InternalError", ask({server_error = {status = 500}}).Code)
  end)

  it("can come in mid-listing", function()
    local box = support.new({chaos = {expired_token = {after = 2}}})
    local codes = {}
    for i = 1, 4 do codes[i] = support.ask(box, signer.v3()).Code or "Success" end
    assert.same({"Success", "Success", "InvalidSecurityToken.Expired", "InvalidSecurityToken.Expired"}, codes)
  end)

  it("leave refusals that are deserved", function()
    assert.equal("SignatureDoesNotMatch", ask({business_error = {}}, signer.v3(nil, nil, nil, "wrong secret")).Code)
  end)

  it("judge by a clock that is wrong, and say so by Date", function()
    for _, seconds in ipairs {-3600, 3600, 86400 * 3} do
      local response = support.new({chaos = {clock_skew = {seconds = seconds}}}):handle(signer.v3())
      assert.truthy(response.body:find("InvalidTimeStamp.Expired", 1, true))
      assert.equal(os.date("!%a, %d %b %Y %H:%M:%S GMT", signer.NOW + seconds), response.headers.date)
    end
    assert.is_true(ask({clock_skew = {seconds = 600}}).Success)
  end)
end)
