local cjson = require "cjson"
local ecs_ram_role = require "aliota.credentials.providers.ecs_ram_role"
local provider = require "spec.support.provider"
local sandbox = require "spec.support.sandbox"
local with_environment = require "spec.support.environment"

local TOKEN, KEYS = "PUT /latest/api/token", "GET /latest/meta-data/ram/security-credentials/"

local GOOD = {
  Code = "Success", AccessKeyId = "STS.id", AccessKeySecret = "secret", SecurityToken = "token",
  Expiration = "2026-01-02T04:04:05Z",
}

local function changed(changes)
  local members = {}
  for name, value in pairs(GOOD) do members[name] = value end
  for name, value in pairs(changes or {}) do members[name] = value or nil end
  return {200, cjson.encode(members)}
end

local function run(options, routes, variables)
  local last, requests
  with_environment(variables or {}, function()
    last, requests = provider.run(ecs_ram_role(options), provider.answers(routes))
  end)
  return last, requests
end

local function paths(requests)
  local list = {}
  for i, request in ipairs(requests) do
    list[i] = request.method .. " " .. request.url:gsub("^http://100%.100%.100%.200", "")
  end
  return list
end

describe("role of an instance", function()
  it("is asked for with a token, by the name that the service tells, within a second each and without proxy", function()
    local last, requests = run({}, {[TOKEN] = {200, "tok"}, [KEYS] = {200, "role\n"}, [KEYS .. "role"] = changed()})
    assert.same({access_key_id = "STS.id", access_key_secret = "secret", security_token = "token"}, last.keys)
    assert.equal(provider.NOW + 3600, last.expires_at)
    assert.same({TOKEN, KEYS, KEYS .. "role"}, paths(requests))
    for i, request in ipairs(requests) do
      assert.same({1, 1, true}, {request.timeout, request.connect_timeout, request.is_near})
      local header = table.concat(request.headers, "\n"):match "X%-aliyun%-ecs%-metadata%-token: (%w+)"
      assert.equal(i > 1 and "tok" or nil, header)
    end
  end)

  it("may be named", function()
    local routes = {[TOKEN] = {200, "tok"}, [KEYS .. "mine"] = changed()}
    assert.same({TOKEN, KEYS .. "mine"}, paths(select(2, run({role_name = "mine"}, routes))))
    assert.same({TOKEN, KEYS .. "mine"}, paths(select(2, run({}, routes, {ALIBABA_CLOUD_ECS_METADATA = "mine"}))))
  end)

  it("is asked for without a token where there is none, unless that is switched off", function()
    for _, token in ipairs {{404, ""}, {200, "<html>login</html>"}, "silence"} do
      local routes = {[TOKEN] = token, [KEYS .. "r"] = changed()}
      local last, requests = run({role_name = "r"}, routes)
      assert.truthy(last.keys)
      assert.equal("Content-Type:", table.concat(requests[2].headers))
      assert.is_nil(run({role_name = "r", disable_imds_v1 = true}, routes).keys)
      assert.is_nil(run({role_name = "r"}, routes, {ALIBABA_CLOUD_IMDSV1_DISABLED = "true"}).keys)
    end
  end)

  it("is asked for without a token, too, where tokens are handed out and then not taken", function()
    local good = changed()
    for _, status in ipairs {401, 403, 500} do
      local function answer(request)
        local has_token = table.concat(request.headers):find("metadata-token:", 1, true)
        if request.method == "PUT" then return {status = 200, body = "tok", headers = {}} end
        if has_token then return {status = status, body = "", headers = {}} end
        return {status = 200, body = request.url:find "r$" and good[2] or "r", headers = {}}
      end
      with_environment({}, function()
        local last, requests = provider.run(ecs_ram_role {}, answer)
        assert.same({TOKEN, KEYS, KEYS, KEYS .. "r"}, paths(requests))
        assert.truthy(last.keys, last.problem)
        last, requests = provider.run(ecs_ram_role {role_name = "r"}, answer)
        assert.same({TOKEN, KEYS .. "r", KEYS .. "r"}, paths(requests))
        assert.truthy(last.keys, last.problem)
        last, requests = provider.run(ecs_ram_role {role_name = "r", disable_imds_v1 = true}, answer)
        assert.same({TOKEN, KEYS .. "r"}, paths(requests))
        assert.truthy(last.problem:find(('keys of the role "r": HTTP %d'):format(status), 1, true), last.problem)
      end)
    end
  end)

  it("is set up where a role is known, may be where anybody answers, and is not where nobody does", function()
    local page = {200, "<html>login</html>"}
    local cases = {
      {"silently", {[TOKEN] = "no one is there"}},
      {"silently", {[TOKEN] = "silence", [KEYS] = "silence"}},
      {"silently", {[TOKEN] = {200, "tok"}, [KEYS] = {404, ""}}},
      {"told", {[TOKEN] = page, [KEYS] = page}},
      {"told", {[TOKEN] = {200, "tok"}, [KEYS] = {503, ""}}},
      {"told", {[TOKEN] = "no one is there"}, {ALIBABA_CLOUD_ECS_METADATA = "r"}},
      {"told", {[TOKEN] = {404, ""}}, {ALIBABA_CLOUD_IMDSV1_DISABLED = "true"}},
      {"broken", {[TOKEN] = {200, "tok"}, [KEYS] = {200, "r"}, [KEYS .. "r"] = {503, ""}}},
      {"broken", {[TOKEN] = "silence", [KEYS] = {200, "r"}, [KEYS .. "r"] = changed {Code = "Failed"}}},
      {"broken", {[TOKEN] = {200, "tok"}, [KEYS .. "r"] = {404, ""}}, {ALIBABA_CLOUD_ECS_METADATA = "r"}},
    }
    for i, case in ipairs(cases) do
      local last = run({}, case[2], case[3])
      assert.equal(case[1], last.passes or "broken", i .. ": " .. last.problem)
    end
  end)

  it("costs one attempt where nobody is there, and none where it is switched off", function()
    local last, requests = run({}, {[TOKEN] = "no one is there"})
    assert.same({"no one is there", 1}, {last.problem, #requests})
    last, requests = run({}, {}, {ALIBABA_CLOUD_ECS_METADATA_DISABLED = "true"})
    assert.same({"switched off by ALIBABA_CLOUD_ECS_METADATA_DISABLED", 0}, {last.problem, #requests})
  end)

  it("says what is wrong with an answer, and shows none", function()
    local page = {200, "<html>hush</html>"}
    local cases = {
      {{[KEYS] = {404, ""}}, "the instance has no RAM role"},
      {{[KEYS] = page}, "name of the role: HTTP 200, and not what a metadata service answers"},
      {{[KEYS] = {200, "r"}, [KEYS .. "r"] = page}, 'keys of the role "r": HTTP 200, and not'},
      {{[KEYS] = {200, "r"}, [KEYS .. "r"] = {500, ""}}, 'keys of the role "r": HTTP 500'},
      {{[KEYS] = {200, "r"}, [KEYS .. "r"] = {404, ""}}, 'the instance has no RAM role "r"; is the name right?'},
      {{[KEYS] = {200, "r"}, [KEYS .. "r"] = changed {Code = "Failed"}}, 'Code is "Failed", not Success'},
      {{[KEYS] = {200, "r"}, [KEYS .. "r"] = changed {AccessKeySecret = false}}, "AccessKeySecret is missing"},
      {{[KEYS] = "silence"}, "silence"},
    }
    for _, case in ipairs(cases) do
      case[1][TOKEN] = {200, "tok"}
      local problem = run({}, case[1]).problem
      assert.truthy(problem and problem:find(case[2], 1, true), problem)
      assert.is_nil(problem:find "hush")
    end
  end)

  it("names a role that the instance does not have, whoever has named it", function()
    local routes = {[TOKEN] = {200, "tok"}, [KEYS] = {200, "mine"}, [KEYS .. "mine"] = changed()}
    local problem = 'the instance has no RAM role "mien"; is the name right?'
    assert.equal(problem, run({role_name = "mien"}, routes).problem)
    assert.equal(problem, run({}, routes, {ALIBABA_CLOUD_ECS_METADATA = "mien"}).problem)
    with_environment({}, function()
      local from = provider.from_sandbox(sandbox.new {})
      assert.equal(problem, provider.run(ecs_ram_role {role_name = "mien"}, from).problem)
    end)
  end)

  it("counts for a minute where no end is stated", function()
    local routes = {[TOKEN] = {200, "tok"}, [KEYS .. "r"] = changed {Expiration = false}}
    assert.equal(provider.NOW + 60, run({role_name = "r"}, routes).expires_at)
  end)

  it("is the sandbox's, too, with and without a token", function()
    for _, imds_v1 in ipairs {true, false} do
      local from = provider.from_sandbox(sandbox.new {imds_v1 = imds_v1, keys_expire_in = 900})
      local function without_token(request)
        if request.method == "PUT" then return {status = 404, body = "", headers = {}} end
        return from(request)
      end
      with_environment({}, function()
        assert.equal(provider.NOW + 900, provider.run(ecs_ram_role {}, from).expires_at)
        assert.equal(imds_v1, provider.run(ecs_ram_role {}, without_token).keys ~= nil)
      end)
    end
  end)
end)
