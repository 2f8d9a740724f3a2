local signer = require "spec.support.signer"
local support = require "spec.support.sandbox"

local function code(request, options)
  local members, status = support.ask(support.new(options), request)
  return members.Success or members.Code, status
end

local function form(request)
  request.method, request.body, request.query = "POST", request.query, ""
  request.headers["content-type"] = "application/x-www-form-urlencoded"
  return request
end

describe("RPC signature 1.0", function()
  it("is accepted with GET and with POST in the query", function()
    assert.is_true(code(signer.v1()))
    assert.is_true(code(signer.v1(nil, nil, "POST")))
  end)

  it("is accepted in a form body, also when query and body share the parameters", function()
    assert.is_true(code(form(signer.v1(nil, nil, "POST"))))
    local mixed = form(signer.v1(nil, nil, "POST"))
    mixed.query, mixed.body = mixed.body:match("^(.*)&(Version=.*)$")
    assert.is_true(code(mixed))
  end)

  it("is looked for in a form body only", function()
    local request = form(signer.v1(nil, nil, "POST"))
    request.headers["content-type"] = "application/json"
    assert.equal("MissingAccessKeyId", code(request))
  end)

  it("is computed from decoded parameters", function()
    local request = signer.v1({"JobId=job1", "DeviceNames.1=a%20b%2A~", "DeviceNames.10=x", "DeviceNames.2=%E8%AE%BE"})
    request.query = request.query:gsub("%%20", "+"):gsub("%%2A", "*"):gsub("DeviceNames", "%%44eviceNames")
    assert.is_true(code(request))
  end)

  it("covers empty parameters and parameters nobody knows", function()
    assert.is_true(code(signer.v1({"JobId=job1", "TaskStatus=", "SignatureType=", "RegionId=cn-shanghai"})))
  end)

  it("does not survive a change of anything", function()
    local changes = {
      {"JobId=job1", "JobId=job2"}, {"Action=List", "Action=list"}, {"$", "&PageSize=10"},
      {"Format=JSON", "Format=json"}, {"nonce", "nonces"},
    }
    for _, change in ipairs(changes) do
      local request = signer.v1()
      request.query = request.query:gsub(change[1], change[2], 1)
      assert.equal("SignatureDoesNotMatch", code(request), change[2])
    end
    local request = signer.v1()
    request.method = "POST"
    assert.equal("SignatureDoesNotMatch", code(request))
    assert.equal("SignatureDoesNotMatch", code(signer.v1(nil, nil, "GET", "wrong secret")))
  end)

  it("is refused with the server's string to sign", function()
    local members = support.ask(support.new(), signer.v1(nil, nil, "GET", "wrong secret"))
    assert.truthy(members.Message:find("server string to sign is:GET&%2F&AccessKeyId%3Dsandbox", 1, true))
  end)

  it("needs each common parameter", function()
    for _, name in ipairs {"AccessKeyId", "Action", "Version", "Timestamp", "SignatureNonce"} do
      for _, value in ipairs {false, ""} do
        local got, status = code(signer.v1(nil, {[name] = value}))
        assert.same({"Missing" .. name, 400}, {got, status})
      end
    end
    local unsigned = signer.v1()
    unsigned.query = unsigned.query:gsub("&Signature=.*", "")
    assert.equal("MissingSignature", code(unsigned))
  end)

  it("refuses other methods, versions and formats than it knows", function()
    assert.equal("InvalidSignatureMethod", code(signer.v1(nil, {SignatureMethod = "HMAC-SHA256"})))
    assert.equal("InvalidSignatureVersion", code(signer.v1(nil, {SignatureVersion = "2.0"})))
    assert.equal("InvalidFormat", code(signer.v1(nil, {Format = "YAML"})))
    assert.is_true(code(signer.v1(nil, {Format = "json"})))
  end)

  it("carries a token as the parameter SecurityToken", function()
    local options = {security_token = "CAIS/t+k=="}
    assert.is_true(code(signer.v1(nil, {SecurityToken = "CAIS%2Ft%2Bk%3D%3D"}), options))
    assert.equal("MissingSecurityToken", code(signer.v1(), options))
    assert.equal("InvalidSecurityToken.MismatchWithAccessKey", code(signer.v1(nil, {SecurityToken = "x"}), options))
    assert.equal("InvalidSecurityToken.MismatchWithAccessKey", code(signer.v1(nil, {SecurityToken = "x"})))
  end)
end)
