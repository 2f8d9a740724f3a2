local cjson = require "cjson"
local cli_profile = require "aliota.credentials.providers.cli_profile"
local provider = require "spec.support.provider"
local sandbox = require "spec.support.sandbox"
local shell = require "spec.support.shell"
local with_home = require "spec.support.home"

local ARN = "acs:ram::1:role/sandbox-role"
local STS = "http://127.0.0.1:1/sts"
local AK = {mode = "AK", access_key_id = "sandbox-access-key-id", access_key_secret = "sandbox-access-key-secret"}
local CONFIG = ".aliyun/config.json"

local function with(fields, more)
  local all = {}
  for name, value in pairs(fields) do all[name] = value end
  for name, value in pairs(more) do all[name] = value end
  return all
end

local function profile(name, fields) return with(fields, {name = name}) end

local function file(profiles, current) return cjson.encode {current = current or "default", profiles = profiles} end

-- What comes of a file with these profiles.
local function run(profiles, more)
  more = more or {}
  local last, requests, events
  with_home({[CONFIG] = type(profiles) == "string" and profiles or file(profiles)}, more.variables, function()
    local account
    account, events = provider.account()
    last, requests = provider.run(cli_profile {profile = more.profile}, more.answer, account, more.expired)
  end)
  return last, requests, events
end

local function assert_problem(expected, last)
  assert.is_nil(last.keys)
  assert.truthy(last.problem:find(expected, 1, true), last.problem)
  assert.is_nil(last.problem:find "hush")
end

describe("profile of the command line", function()
  it("is the one named, or that of the environment, or the current one", function()
    local profiles = {}
    for i, name in ipairs {"a", "b", "c", "d"} do
      profiles[i] = {name = name, mode = "AK", access_key_id = "id-" .. name, access_key_secret = "s"}
    end
    local text = file(profiles, "c")
    local function id(more) return run(text, more)["keys"].access_key_id end
    assert.equal("id-c", id())
    assert.equal("id-b", id {variables = {ALIBABA_CLOUD_PROFILE = "b"}})
    assert.equal("id-d", id {variables = {ALICLOUD_PROFILE = "d"}})
    assert.equal("id-a", id {variables = {ALIBABA_CLOUD_PROFILE = "b"}, profile = "a"})
  end)

  it("may be in another file, or be switched off", function()
    with_home({["elsewhere.json"] = file {profile("default", AK)}}, nil, function(home)
      local with_environment = require "spec.support.environment"
      with_environment({ALIBABA_CLOUD_CONFIG_FILE = home .. "/elsewhere.json"}, function()
        assert.equal("sandbox-access-key-id", provider.run(cli_profile {}).keys.access_key_id)
      end)
    end)
    for name, value in pairs {ALIBABA_CLOUD_CLI_PROFILE_DISABLED = "True", ALIBABA_CLOUD_IGNORE_PROFILE = "TRUE"} do
      assert_problem("switched off by " .. name, (run({profile("default", AK)}, {variables = {[name] = value}})))
    end
  end)

  describe("of mode", function()
    local box
    before_each(function() box = sandbox.new {} end)

    local function via_sandbox(profiles, more)
      return run(profiles, with({answer = provider.from_sandbox(box)}, more or {}))
    end

    local function assert_issued(last, requests, count)
      assert.is_nil(last.problem)
      assert.truthy(last.keys.access_key_id:find "^STS%.")
      assert.equal(count, #requests)
    end

    it("AK has keys without an end, and no token", function()
      local last = run {profile("default", with(AK, {sts_token = "left over", region_id = "cn-shanghai"}))}
      assert.same({access_key_id = AK.access_key_id, access_key_secret = AK.access_key_secret}, last.keys)
      assert.equal(math.huge, last.expires_at)
    end)

    it("StsToken has a token, and may have an end", function()
      local fields = with(AK, {mode = "StsToken", sts_token = "token"})
      local last = run {profile("default", fields)}
      assert.same({"token", math.huge}, {last.keys.security_token, last.expires_at})
      assert.equal(1767330000, run({profile("default", with(fields, {sts_expiration = 1767330000}))}).expires_at)
      assert_problem("sts_token is missing", (run {profile("default", with(AK, {mode = "StsToken", sts_token = ""}))}))
    end)

    it("RamRoleArn assumes a role with its keys", function()
      local fields = with(AK, {
        mode = "RamRoleArn", ram_role_arn = ARN, ram_session_name = "me", expired_seconds = 900, sts_endpoint = STS,
        policy = '{"Version":"1"}', external_id = "e&x",
      })
      local last, requests = via_sandbox {profile("default", fields)}
      assert_issued(last, requests, 1)
      assert.equal(provider.NOW + 900, last.expires_at)
      for _, word in ipairs {
        "RoleSessionName=me", "DurationSeconds=900", "Policy=%7B%22Version%22%3A%221%22%7D", "ExternalId=e%26x",
      } do
        assert.truthy(requests[1].url:find(word, 1, true), word)
      end
      fields.expired_seconds = 899
      assert_problem("900 whole seconds at least, not 899", (via_sandbox {profile("default", fields)}))
      fields.expired_seconds, fields.ram_role_arn = 0, ARN .. "-of-others"
      assert_problem("AssumeRole: NoPermission", (via_sandbox {profile("default", fields)}))
    end)

    it("ChainableRamRoleArn starts from another profile, of any mode", function()
      local role = {mode = "ChainableRamRoleArn", ram_role_arn = ARN, sts_endpoint = STS}
      local profiles = {
        profile("default", with(role, {source_profile = "middle"})),
        profile("middle", with(role, {source_profile = "first"})), profile("first", AK),
      }
      local last, requests = via_sandbox(profiles)
      assert_issued(last, requests, 2)
      assert.truthy(requests[2].url:find("SecurityToken=", 1, true))
    end)

    it("ChainableRamRoleArn may not come back to itself, nor start from nothing", function()
      local function chained(source)
        return {mode = "ChainableRamRoleArn", ram_role_arn = ARN, source_profile = source}
      end
      assert_problem('profile "b": chains to itself: a → b → a',
        (run({profile("a", chained "b"), profile("b", chained "a")}, {profile = "a"})))
      assert_problem("chains to itself: a → a", (run({profile("a", chained "a")}, {profile = "a"})))
      assert_problem('holds no profile "b"', (run({profile("a", chained "b")}, {profile = "a"})))
      assert_problem("source_profile is missing", (run({profile("a", chained "")}, {profile = "a"})))
    end)

    it("EcsRamRole asks the metadata service, RamRoleArnWithRoleName then STS", function()
      assert_issued(via_sandbox({profile("default", {mode = "EcsRamRole"})}), {1, 2, 3}, 3)
      local last, requests = via_sandbox {profile("default", {mode = "EcsRamRole", ram_role_name = "sandbox-role"})}
      assert_issued(last, requests, 2)
      last, requests = via_sandbox {profile("default", {
        mode = "RamRoleArnWithRoleName", ram_role_name = "sandbox-role", ram_role_arn = ARN, sts_endpoint = STS,
      })}
      assert_issued(last, requests, 3)
    end)

    it("OIDC sends the token of a file", function()
      local path = os.tmpname()
      local handle = io.open(path, "w")
      handle:write "sandbox-oidc-token\n"
      handle:close()
      local fields = {
        mode = "OIDC", oidc_provider_arn = "acs:ram::1:oidc-provider/p", oidc_token_file = path, ram_role_arn = ARN,
        sts_endpoint = STS, expired_seconds = 1000,
      }
      local last, requests = via_sandbox {profile("default", fields)}
      os.remove(path)
      assert_issued(last, requests, 1)
      assert.equal(provider.NOW + 1000, last.expires_at)
      assert_problem(path .. ": No such file", (via_sandbox {profile("default", fields)}))
    end)

    it("External runs a program", function()
      local last = run {profile("default", {
        mode = "External", process_command = [[printf '{"mode":"AK","access_key_id":"id","access_key_secret":"s"}']],
      })}
      assert.same({access_key_id = "id", access_key_secret = "s"}, last.keys)
    end)

    it("CredentialsURI asks an address", function()
      local fields = {mode = "CredentialsURI", credentials_uri = "http://127.0.0.1:1/credentials"}
      assert_issued(via_sandbox({profile("default", fields)}), {1}, 1)
    end)

    for _, mode in ipairs {"CloudSSO", "OAuth"} do
      it(mode .. " has the keys of a login, and then names the login", function()
        local fields = with(AK, {mode = mode, sts_token = "token", sts_expiration = provider.NOW + 60})
        local last = run {profile("default", fields)}
        assert.same({"token", provider.NOW + 60}, {last.keys.security_token, last.expires_at})
        local login = ("aliyun configure --mode %s --profile default"):format(mode)
        assert_problem(login, (run({profile("default", with(fields, {sts_expiration = provider.NOW}))})))
        assert_problem(login, (run {profile("default", {mode = mode})}))
        fields.sts_expiration = nil
        assert.equal(math.huge, run({profile("default", fields)}).expires_at)
        assert_problem(login, (run({profile("default", fields)}, {expired = {security_token = "token"}})))
      end)
    end

    it("is read in any case, as the command line does", function()
      assert.truthy(run({profile("default", with(AK, {mode = "ak"}))}).keys)
    end)

    it("is told by the members where it is not there", function()
      local function id(fields) return (run({profile("default", fields)})["keys"] or {}).access_key_id end
      local pair = {access_key_id = "id", access_key_secret = "s", mode = ""}
      assert.equal("id", id(pair))
      assert.equal("t", run({profile("default", with(pair, {sts_token = "t"}))}).keys.security_token)
      assert.equal("id", id {process_command = [[printf '{"access_key_id":"id","access_key_secret":"s"}']]})
      assert_issued(via_sandbox {profile("default", {ram_role_name = "sandbox-role"})}, {1, 2}, 2)
      assert_issued(via_sandbox {profile("default", {
        access_key_id = AK.access_key_id, access_key_secret = AK.access_key_secret, ram_role_arn = ARN,
        sts_endpoint = STS,
      })}, {1}, 1)
      assert_problem("oidc_token_file", (run {profile("default", {
        oidc_provider_arn = "p", oidc_token_file = "/no/oidc_token_file", ram_role_arn = ARN,
      })}))
      assert_problem("--mode CloudSSO", (run {profile("default", {cloud_sso_sign_in_url = "https://sign.in"})}))
    end)

    it("must be known, and have keys to sign with", function()
      assert_problem('mode "Magic" is unknown', (run {profile("default", {mode = "Magic"})}))
      assert_problem("mode is missing", (run {profile("default", {mode = "", access_key_id = "id"})}))
      for _, mode in ipairs {"RsaKeyPair", "BearerToken", "Anonymous"} do
        assert_problem(mode .. " has no access key", (run {profile("default", {mode = mode})}))
      end
    end)
  end)

  it("goes with its region, and is not lost for members that nobody needs", function()
    local unneeded = {region_id = 5, endpoint = {}, ram_role_arn = 5, sts_region = true, sts_expiration = "soon"}
    local last = run {profile("default", with(AK, unneeded))}
    assert.equal(AK.access_key_id, last.keys.access_key_id)
    assert.equal(5, last.profile.region_id)
  end)

  it("is the default one where none is current, and the file may have a mark of its encoding", function()
    for _, current in ipairs {"", cjson.null} do
      assert.truthy(run("\239\187\191" .. cjson.encode {current = current, profiles = {profile("default", AK)}}).keys)
    end
  end)

  it("may be missing, but not broken", function()
    local broken = {mode = "AK", access_key_id = "id"}
    local cases = {
      {"silently", {profile("default", {mode = "AK"})}}, {"silently", {profile("default", {region_id = "r"})}},
      {"silently", {profile("default", AK)}, "other"}, {"told", "{}"}, {"told", ""}, {"told", '{"profiles":[{}]}'},
      {"broken", "{"}, {"broken", {profile("default", broken)}}, {"broken", {profile("default", broken)}, "default"},
      {"broken", '{"profiles":[{}],"current":"none"}'}, {"broken", {profile("default", {mode = "OAuth"})}},
      {"broken", {profile("default", {mode = "Magic"})}}, {"broken", {profile("default", {mode = "RamRoleArn"})}},
      {"broken", {profile("default", {mode = "EcsRamRole"})}}, {"broken", {profile("default", {mode = "External"})}},
    }
    for i, case in ipairs(cases) do
      local last = run(case[2], {profile = case[3], answer = function() return nil, {message = "no one is there"} end})
      assert.equal(case[1], last.passes or last.problem and "broken", i .. ": " .. tostring(last.problem))
    end
  end)

  it("is refused by file, line and member, without showing it", function()
    local cases = {
      {"", "config.json is empty"},
      {" \n", "config.json is empty"},
      {'{"current": "default",\n "profiles": [}', "config.json:2: "},
      {"hush", "config.json:1: "},
      {"[]", "config.json holds no profiles"},
      {'{"profiles": []}', "config.json holds no profiles"},
      {'{"profiles": [{"name": "other"}]}', 'holds no profile "default"'},
      {'{"profiles": ["hush"], "current": "prod"}', 'holds no profile "prod"'},
      {'{"profiles": [{"name": "5"}], "current": 5.5}', 'holds no profile "5.5"'},
      {file {profile("default", {mode = "AK"})}, 'profile "default" holds no keys'},
      {file {profile("default", {mode = "AK", access_key_id = "id"})},
        'profile "default": access_key_secret is missing'},
      {file {profile("default", with(AK, {access_key_secret = ' "hush"'}))}, "access_key_secret holds blanks"},
      {file {profile("default", with(AK, {access_key_secret = '"hush"'}))}, "access_key_secret has quotes around it"},
      {file {profile("default", with(AK, {access_key_id = 5}))}, "access_key_id must be a string, not a number"},
      {file {profile("default", {mode = "RamRoleArn", ram_role_arn = {}})}, "ram_role_arn must be a string"},
    }
    for _, case in ipairs(cases) do assert_problem(case[2], (run(case[1]))) end
    with_home({}, nil, function(home)
      assert_problem(home .. "/.aliyun/config.json: No such file", (provider.run(cli_profile {})))
      shell.run(("mkdir -p '%s/.aliyun/config.json'"):format(home))
      assert_problem(home .. "/.aliyun/config.json: Is a directory", (provider.run(cli_profile {})))
    end)
    with_home({}, {HOME = ""}, function() assert_problem("no home is known", (provider.run(cli_profile {}))) end)
  end)

  it("warns when everybody may read it", function()
    with_home({[CONFIG] = file {profile("default", AK)}}, nil, function(home)
      local account, events = provider.account()
      provider.run(cli_profile {}, nil, account)
      assert.same({}, events)
      shell.run(("chmod 644 '%s/%s'"):format(home, CONFIG))
      provider.run(cli_profile {}, nil, account)
      assert.equal("warning", events[1].type)
      assert.truthy(events[1].message:find(home .. "/" .. CONFIG .. " can be read by everybody", 1, true))
    end)
  end)
end)
