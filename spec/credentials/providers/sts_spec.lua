local provider = require "spec.support.provider"
local sts = require "aliota.credentials.providers.sts"
local with_environment = require "spec.support.environment"

local KEYS = {access_key_id = "id", access_key_secret = "hush-hush", security_token = "hush-token"}

local function assume(place, answer, account)
  return provider.run(function(of) return sts.assume_role(of, place, KEYS, {RoleArn = "r"}) end, answer, account)
end

local function answered(status, body, headers)
  return function() return {status = status, body = body, headers = headers or {}} end
end

describe("STS", function()
  it("is that of the options, the environment or the region", function()
    local function host(place, variables)
      local requests
      with_environment(variables or {}, function() requests = select(2, assume(place, answered(500, "{}"))) end)
      return requests[1].url:match "^(.-)/?%?"
    end
    local vpc = {ALIBABA_CLOUD_STS_REGION = "cn-beijing", ALIBABA_CLOUD_VPC_ENDPOINT_ENABLED = "true"}
    assert.equal("https://sts.aliyuncs.com", host {})
    assert.equal("https://sts.aliyuncs.com", host {vpc = true})
    assert.equal("https://sts.cn-shanghai.aliyuncs.com", host {sts_region = "cn-shanghai"})
    assert.equal("https://sts-vpc.cn-shanghai.aliyuncs.com", host {sts_region = "cn-shanghai", vpc = true})
    assert.equal("https://sts-vpc.cn-beijing.aliyuncs.com", host({}, vpc))
    assert.equal("https://sts.cn-beijing.aliyuncs.com", host({vpc = false}, vpc))
    assert.equal("https://my.sts", host({sts_endpoint = "my.sts"}, vpc))
    assert.equal("http://my.sts/x", host({}, {ALIBABA_CLOUD_STS_ENDPOINT = "http://my.sts/x"}))
    local last, requests = assume {sts_endpoint = "no host"}
    assert.same({true, 0}, {last.problem:find "it must look like" ~= nil, #requests})
  end)

  it("is asked again when it has set the clock right", function()
    local answers = {
      answered(400, '{"Code":"InvalidTimeStamp.Expired","Message":"m"}', {date = "Fri, 02 Jan 2026 05:04:05 GMT"})(),
      answered(200, '{"Credentials":{"AccessKeyId":"STS.x","AccessKeySecret":"s","SecurityToken":"t",'
        .. '"Expiration":"2026-01-02T06:04:05Z"}}')(),
    }
    local account = provider.account()
    local last, requests = assume({}, function() return table.remove(answers, 1) end, account)
    assert.equal("STS.x", last.keys.access_key_id)
    assert.truthy(requests[2].url:find("Timestamp=2026-01-02T05%3A04%3A05Z", 1, true))
    assert.equal(last.expires_at, account:time() + 3600)
  end)

  it("is not asked for ever when it is not of one mind about the time", function()
    local asked = 0
    local last = assume({}, function()
      asked = asked + 1
      return {status = 400, body = '{"Code":"InvalidTimeStamp.Expired","Message":"m"}', headers = {
        date = asked % 2 == 1 and "Fri, 02 Jan 2026 05:04:05 GMT" or "Fri, 02 Jan 2026 03:04:05 GMT",
      }}
    end)
    assert.same({3, true}, {asked, last.problem:find("InvalidTimeStamp.Expired", 1, true) ~= nil})
  end)

  it("quotes a long refusal by its beginning", function()
    local text = ("hush-token hush-hush "):rep(1e4)
    local last = assume({}, answered(400, ('{"Code":"x","Message":"%s"}'):format(text)))
    assert.is_true(#last.problem < 5000 and last.problem:find("*** ***", 1, true) ~= nil)
    assert.is_nil(last.problem:find "hush")
  end)

  it("says why it refuses, and shows no secret", function()
    local quoting = '{"Code":"SignatureDoesNotMatch","RequestId":"R","Message":"hush-token hush-hush Signature=hush"}'
    local cases = {
      {answered(400, quoting),
        "AssumeRole: SignatureDoesNotMatch: *** *** Signature=*** (HTTP 400, request id R)"},
      {answered(403, '{"Code":"NoPermission","Message":"m"}'),
        "AssumeRole: NoPermission: m (HTTP 403, request id unknown)"},
      {answered(200, "{}"), "AssumeRole: refused: no message was given (HTTP 200, request id unknown)"},
      {answered(502, "<html>hush"), "AssumeRole: the answer is not JSON (HTTP 502)"},
      {answered(200, '{"Credentials":{"AccessKeyId":"x"}}'), "AssumeRole: AccessKeySecret is missing"},
      {function() return nil, {message = "no route"} end, "AssumeRole: no route"},
    }
    for _, case in ipairs(cases) do assert.equal(case[2], (assume({}, case[1])).problem) end
  end)

  it("may be well again the next time", function()
    local cases = {
      {answered(503, "{}"), true}, {answered(502, "<html>"), true}, {answered(429, "{}"), true},
      {answered(400, '{"Code":"Throttling.User"}'), true}, {answered(400, '{"Code":"Rejected.Throttling"}'), true},
      {answered(400, '{"Code":"throttling"}'), true}, {answered(400, '{"Code":"NoPermission"}'), false},
      {function() return nil, {message = "m", retryable = true} end, true},
      {function() return nil, {message = "m", retryable = false} end, false},
    }
    for i, case in ipairs(cases) do assert.equal(case[2], (assume({}, case[1])).is_transient, i) end
  end)
end)
