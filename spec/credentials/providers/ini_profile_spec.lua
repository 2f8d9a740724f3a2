local ini_profile = require "aliota.credentials.providers.ini_profile"
local provider = require "spec.support.provider"
local sandbox = require "spec.support.sandbox"
local with_home = require "spec.support.home"

local PATH = ".alibabacloud/credentials"

local FILE = [[
[default]
type = access_key
access_key_id = id
access_key_secret = "secret"

[role]
type = ram_role_arn
access_key_id = sandbox-access-key-id
access_key_secret = sandbox-access-key-secret
role_arn = acs:ram::1:role/sandbox-role
role_session_name = me
policy = {"Version":"1"}

[instance]
type = ecs_ram_role
role_name = sandbox-role

[typeless]
access_key_id = id
[strange]
type = magic
[half]
type = access_key
access_key_id = id
[blank]
type = access_key
access_key_id = id
access_key_secret = hush hush
]]

local function run(profile, variables, text)
  local last, requests
  local all = {ALIBABA_CLOUD_STS_ENDPOINT = "http://127.0.0.1:1/sts"}
  for name, value in pairs(variables or {}) do all[name] = value end
  with_home({[PATH] = text or FILE}, all, function()
    last, requests = provider.run(ini_profile {profile = profile}, provider.from_sandbox(sandbox.new {}))
  end)
  return last, requests
end

describe("credentials file", function()
  it("has keys", function()
    assert.same({access_key_id = "id", access_key_secret = "secret"}, run().keys)
  end)

  it("has roles and instances", function()
    local last, requests = run "role"
    assert.truthy(last.keys.access_key_id:find "^STS%.", last.problem)
    assert.truthy(requests[1].url:find("Policy=%7B%22Version%22%3A%221%22%7D", 1, true))
    last, requests = run(nil, {ALIBABA_CLOUD_PROFILE = "instance"})
    assert.truthy(last.keys.access_key_id:find "^STS%.", last.problem)
    assert.equal(2, #requests)
  end)

  it("has temporary keys and those of OIDC, as some SDKs write them", function()
    local text = "[default]\ntype = sts\naccess_key_id = id\naccess_key_secret = s\nsecurity_token = t\n"
    local last = run(nil, nil, text)
    assert.same({{access_key_id = "id", access_key_secret = "s", security_token = "t"}, math.huge},
      {last.keys, last.expires_at})
    assert.truthy(run(nil, nil, (text:gsub("_token = t", "_token ="))).problem:find "security_token is missing")
    for _, name in ipairs {"oidc_token_file_path", "oidc_token_file"} do
      with_home({token = "sandbox-oidc-token"}, nil, function(home)
        last = run(nil, nil, ("[default]\ntype = oidc_role_arn\noidc_provider_arn = p\nrole_session_name =\n"
          .. "role_arn = acs:ram::1:role/sandbox-role\n%s = %s/token\n"):format(name, home))
      end)
      assert.truthy(last.keys and last.keys.access_key_id:find "^STS%.", last.problem)
    end
  end)

  it("may state how long a role is assumed for, as an SDK writes it", function()
    local _, requests = run("role", nil, FILE .. "[role]\nrole_session_expiration = 1000\n")
    assert.truthy(requests[1].url:find("DurationSeconds=1000", 1, true))
  end)

  it("has a second name, which other SDKs know", function()
    with_home({[PATH .. ".ini"] = FILE}, nil, function()
      assert.equal("id", provider.run(ini_profile {}).keys.access_key_id)
    end)
  end)

  it("need not have a section by default, but one that is named", function()
    for text, expected in pairs {["[other]"] = "told", ["\n"] = "told"} do
      assert.equal(expected, run(nil, nil, text).passes)
      assert.is_nil(run("prod", nil, text).passes)
      assert.is_nil(run(nil, {ALIBABA_CLOUD_PROFILE = "prod"}, text).passes)
    end
    with_home({}, nil, function(home)
      assert.equal("silently", provider.run(ini_profile {}).passes)
      assert.equal(home .. "/.alibabacloud/credentials: No such file or directory, "
        .. 'and profile "prod" is not to be found',
        provider.run(ini_profile {profile = "prod"}).problem)
    end)
    for _, name in ipairs {"typeless", "strange", "half", "blank"} do assert.is_nil(run(name).passes) end
  end)

  it("is refused by file, section and line, without showing it", function()
    local cases = {
      {"none", nil, "credentials holds no section [none]"},
      {"typeless", nil, "section [typeless]: type is missing"},
      {"strange", nil, 'section [strange]: type "magic" is unknown'},
      {"half", nil, "section [half]: access_key_secret is missing"},
      {"blank", nil, "section [blank]: access_key_secret holds blanks"},
      {nil, "", "credentials is empty"},
      {nil, "[default]\nhush\n", "section [default]: type is missing"},
      {nil, "[default]\ntype = bearer\nbearer_token = hush\n", 'keys of type "bearer" can\'t be used here'},
    }
    for _, case in ipairs(cases) do
      local problem = run(case[1], nil, case[2]).problem
      assert.truthy(problem and problem:find(case[3], 1, true), problem)
      assert.is_nil(problem:find "hush")
    end
    local last = run(nil, {ALIBABA_CLOUD_CREDENTIALS_FILE = "/no/such/file"})
    assert.truthy(last.problem:find("/no/such/file: No such file", 1, true))
  end)
end)
