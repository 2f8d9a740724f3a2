local signer = require "spec.support.signer"
local support = require "spec.support.sandbox"

local function code(request, options)
  local members, status = support.ask(support.new(options), request)
  return members.Success or members.Code, status
end

describe("signature V3", function()
  it("is accepted, also with a body and its type", function()
    assert.is_true(code(signer.v3()))
    assert.is_true(code(signer.v3(nil, {["content-type"] = "application/json; charset=utf-8"}, '{"JobId":"job1"}')))
  end)

  it("takes operation parameters from the query only", function()
    local content_type = {["content-type"] = "application/x-www-form-urlencoded"}
    assert.equal("MissingJobId", code(signer.v3({}, content_type, "JobId=job1")))
  end)

  it("is computed from decoded parameters and trimmed headers", function()
    local request = signer.v3({"JobId=job1", "DeviceNames.1=a%20b%2A~", "DeviceNames.10=x", "DeviceNames.2=%E8%AE%BE"})
    request.query = request.query:gsub("%%20", "+"):gsub("%%2A", "*")
    request.headers.host = "  " .. request.headers.host .. " "
    assert.is_true(code(request))
  end)

  it("does not survive a change of query, header, body or method", function()
    local function changed(change)
      local request = signer.v3()
      change(request)
      return (code(request))
    end
    assert.equal("SignatureDoesNotMatch", changed(function(r) r.query = "JobId=job2" end))
    assert.equal("SignatureDoesNotMatch", changed(function(r) r.query = r.query .. "&PageSize=10" end))
    assert.equal("SignatureDoesNotMatch", changed(function(r) r.headers.host = "elsewhere" end))
    assert.equal("SignatureDoesNotMatch", changed(function(r) r.headers["x-acs-signature-nonce"] = "n" end))
    assert.equal("SignatureDoesNotMatch", changed(function(r) r.body = "x" end))
    assert.equal("SignatureDoesNotMatch", changed(function(r) r.method = "GET" end))
    assert.equal("SignatureDoesNotMatch", code(signer.v3(nil, nil, nil, "wrong secret")))
  end)

  it("covers a body whose claimed hash is wrong", function()
    local members = support.ask(support.new(), signer.v3(nil, {["x-acs-content-sha256"] = ("0"):rep(64)}))
    assert.equal("SignatureDoesNotMatch", members.Code)
    assert.truthy(members.Message:find("the body hashes to e3b0c44298fc", 1, true))
  end)

  it("is refused with the server's string to sign and canonical request", function()
    local members = support.ask(support.new(), signer.v3(nil, nil, nil, "wrong secret"))
    assert.truthy(members.Message:find("server string to sign is:ACS3%-HMAC%-SHA256\n%x+ "))
    assert.truthy(members.Message:find("server canonical request is:POST\n/\nJobId=job1\nhost:localhost\n", 1, true))
  end)

  it("must cover host, content-type and every x-acs-* header", function()
    for _, header in ipairs {"content-type", "x-acs-credentials-provider", "x-acs-anything"} do
      local request = signer.v3()
      request.headers[header] = "x"
      assert.equal("IncompleteSignature", code(request), header)
    end
    assert.equal("IncompleteSignature", code(signer.v3(nil, {host = false})))
    assert.is_true(code(signer.v3(nil, {["x-acs-credentials-provider"] = "static_ak"})))
    local request = signer.v3()
    request.headers["user-agent"] = "not signed"
    assert.is_true(code(request))
  end)

  it("needs each of its headers", function()
    local needed = {
      ["x-acs-action"] = "MissingAction",
      ["x-acs-version"] = "MissingVersion",
      ["x-acs-date"] = "MissingTimestamp",
      ["x-acs-signature-nonce"] = "MissingSignatureNonce",
      ["x-acs-content-sha256"] = "MissingContentSha256",
    }
    for header, expected in pairs(needed) do
      local members = support.ask(support.new(), signer.v3(nil, {[header] = false}))
      assert.equal(expected, members.Code)
      assert.equal(header .. " is mandatory for this action.", members.Message)
    end
  end)

  it("refuses an Authorization it can't read", function()
    local unreadable = {
      [""] = "InvalidSignatureMethod", ["Basic dTpw"] = "InvalidSignatureMethod", ["\0\255"] = "InvalidSignatureMethod",
      ["ACS3-RSA-SHA256 Credential=a,SignedHeaders=host,Signature=b"] = "InvalidSignatureMethod",
      ["ACS3-HMAC-SHA256"] = "IncompleteSignature",
      ["ACS3-HMAC-SHA256 garbage,,,=;"] = "IncompleteSignature",
      ["ACS3-HMAC-SHA256 Credential=a,SignedHeaders=host"] = "IncompleteSignature",
      ["ACS3-HMAC-SHA256 Credential=,SignedHeaders=host,Signature=b"] = "IncompleteSignature",
    }
    for authorization, expected in pairs(unreadable) do
      local request = signer.v3()
      request.headers.authorization = authorization
      assert.equal(expected, code(request), authorization)
    end
  end)

  it("carries a token as the header x-acs-security-token", function()
    local options, token = {security_token = "CAIS/t+k=="}, {["x-acs-security-token"] = "CAIS/t+k=="}
    assert.is_true(code(signer.v3(nil, token), options))
    token["x-acs-accesskey-id"] = signer.ID
    assert.is_true(code(signer.v3(nil, token), options))
    assert.equal("MissingSecurityToken", code(signer.v3(), options))
    assert.equal("InvalidSecurityToken.MismatchWithAccessKey",
      code(signer.v3(nil, {["x-acs-security-token"] = "x"}), options))
  end)
end)
