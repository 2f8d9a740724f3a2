local cjson = require "cjson"
local provider = require "spec.support.provider"
local uri = require "aliota.credentials.providers.uri"
local with_environment = require "spec.support.environment"

local URI = "http://user:hush@localhost:1/keys?a=hush"
local GOOD = {AccessKeyId = "STS.id", AccessKeySecret = "secret", SecurityToken = "token"}

local function run(members, status, options, variables)
  local last, requests
  local body = type(members) == "table" and cjson.encode(members) or members
  with_environment(variables or {}, function()
    last, requests = provider.run(uri(options or {uri = URI}), provider.answers {["GET /keys"] = {status or 200, body}})
  end)
  return last, requests
end

local function with(more)
  local all = {}
  for name, value in pairs(GOOD) do all[name] = value end
  for name, value in pairs(more) do all[name] = value or nil end
  return all
end

describe("credentials URI", function()
  it("is asked for keys, of whatever members the vendor's clients want", function()
    for _, more in ipairs {{}, {Code = "Success"}, {Expiration = "2026-01-02T04:04:05Z", Code = "Success"}} do
      local last = run(with(more))
      assert.same({access_key_id = "STS.id", access_key_secret = "secret", security_token = "token"}, last.keys)
      assert.equal(provider.NOW + (more.Expiration and 3600 or 60), last.expires_at)
    end
    assert.equal(provider.NOW, run(with {Expiration = "2026-01-02T03:04:05.000Z"}).expires_at)
  end)

  it("may be in the environment", function()
    assert.truthy(run(GOOD, 200, {}, {ALIBABA_CLOUD_CREDENTIALS_URI = URI}).keys)
    assert.equal("ALIBABA_CLOUD_CREDENTIALS_URI is not set", run(GOOD, 200, {}).problem)
    local last, requests = run(GOOD, 200, nil, {ALIBABA_CLOUD_DISABLE_EXTERNAL_PROCESS = "1"})
    assert.same({"switched off by ALIBABA_CLOUD_DISABLE_EXTERNAL_PROCESS", 0}, {last.problem, #requests})
  end)

  it("says what is wrong with an answer, and shows neither it nor its own password", function()
    local cases = {
      {GOOD, 500, "HTTP 500"}, {"<html>hush", 200, "not JSON"}, {"[1]", 200, "AccessKeyId is missing"},
      {with {Code = "Failed"}, 200, 'Code is "Failed"'},
      {with {SecurityToken = false}, 200, "SecurityToken is missing"},
      {with {AccessKeySecret = "hush hush"}, 200, "AccessKeySecret holds blanks"},
    }
    for _, case in ipairs(cases) do
      local problem = run(case[1], case[2]).problem
      assert.truthy(problem:find("localhost:1: ", 1, true) and problem:find(case[3], 1, true), problem)
      assert.is_nil(problem:find "hush")
    end
  end)

  it("is not shown where a part of its password looks like a host", function()
    local last, requests = run(GOOD, 500, {uri = "http://hush:12/hush@host/keys"})
    assert.same({"credentials URI: HTTP 404", "http://hush:12/hush@host/keys"}, {last.problem, requests[1].private_url})
  end)

  it("must be an address", function()
    for _, wrong in ipairs {
      "hush", "ftp://hush/", "http://", "http://host/hush hush", "file:///hush", "http://user:hu/sh@host/keys",
      "http://user:hu@sh@host/keys",
    } do
      local last, requests = run(GOOD, 200, {uri = wrong})
      assert.truthy(last.problem:find("the address must look like http://host/path", 1, true))
      assert.same({nil, nil, 0}, {last.problem:find "hu", last.problem:find "sh@", #requests})
    end
  end)
end)
