local cjson = require "cjson"
local form = require "aliota.sandbox.form"
local signer = require "spec.support.signer"
local support = require "spec.support.sandbox"

local ARN = "acs:ram::1:role/sandbox-role"

-- A signed request for STS.
local function assume(changes, secret)
  local parameters = {"RoleArn=" .. form.encode(ARN), "RoleSessionName=me"}
  local common = {Action = "AssumeRole", Version = "2015-04-01"}
  for name, value in pairs(changes or {}) do common[name] = value end
  local request = signer.v1(parameters, common, "POST", secret)
  request.path = "/sts"
  return request
end

local function get(path, headers)
  return {method = "GET", path = path, query = "", headers = headers or {}, body = ""}
end

describe("sandbox identity", function()
  it("gives keys for a role, which the service takes until they expire", function()
    local now = signer.NOW
    local box = support.new {clock = function() return now end}
    local answer, status = support.ask(box, assume {DurationSeconds = "900"})
    assert.equal(200, status)
    assert.equal("acs:ram::1:assumed-role/sandbox-role/me", answer.AssumedRoleUser.Arn)
    local keys = answer.Credentials
    assert.equal("2026-01-02T03:19:05Z", keys.Expiration)
    local function list()
      local request = signer.v1(nil, {AccessKeyId = keys.AccessKeyId, SecurityToken = keys.SecurityToken}, nil,
        keys.AccessKeySecret)
      return support.ask(box, request).Code or "Success"
    end
    now = now + 899
    assert.equal("Success", list())
    now = now + 1
    assert.equal("InvalidSecurityToken.Expired", list())
  end)

  it("refuses as STS does", function()
    local box = support.new()
    local cases = {
      {assume({RoleSessionName = ""}, "wrong"), "SignatureDoesNotMatch"},
      {assume {Action = "GetUser"}, "InvalidAction.NotFound"},
      {assume {Version = "2018-01-20"}, "InvalidVersion"},
      {assume {DurationSeconds = "899"}, "InvalidParameter.DurationSeconds"},
      {{method = "POST", path = "/sts", query = "Action=%zz", headers = {}, body = ""}, "InvalidParameter.Format"},
      {{method = "POST", path = "/sts", headers = {},
        query = "Action=AssumeRoleWithOIDC&Timestamp=" .. signer.TIMESTAMP,
        body = "OIDCProviderArn=p&OIDCToken=wrong"}, "AuthenticationFail.OIDCToken.Invalid"},
      {{method = "POST", path = "/sts", headers = {}, query = "Action=AssumeRoleWithOIDC", body = ""},
        "InvalidTimeStamp.Format"},
    }
    for _, case in ipairs(cases) do
      local answer, status = support.ask(box, case[1])
      assert.equal(case[2], answer.Code)
      assert.truthy(status >= 400)
    end
  end)

  it("is an instance's metadata service, with tokens and without", function()
    local keys_path = "/latest/meta-data/ram/security-credentials/"
    for _, imds_v1 in ipairs {true, false} do
      local box = support.new {imds_v1 = imds_v1}
      assert.equal(imds_v1 and 200 or 403, box:handle(get(keys_path)).status)
      local token = box:handle {
        method = "PUT", path = "/latest/api/token", query = "", body = "",
        headers = {["x-aliyun-ecs-metadata-token-ttl-seconds"] = "60"},
      }
      local with_token = {["x-aliyun-ecs-metadata-token"] = token.body}
      assert.equal("sandbox-role", box:handle(get(keys_path, with_token)).body)
      assert.equal("Success", cjson.decode(box:handle(get(keys_path .. "sandbox-role", with_token)).body).Code)
      assert.equal(404, box:handle(get(keys_path .. "other", with_token)).status)
      assert.equal(403, box:handle(get(keys_path, {["x-aliyun-ecs-metadata-token"] = "wrong"})).status)
      assert.equal(405, box:handle(get "/latest/api/token").status)
    end
  end)

  it("is a credentials URI", function()
    local keys = cjson.decode(support.new({keys_expire_in = 60}):handle(get "/credentials").body)
    assert.same({"Success", "2026-01-02T03:05:05Z"}, {keys.Code, keys.Expiration})
  end)
end)
