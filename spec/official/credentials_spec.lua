-- The same files, variables and answers, resolved by the official package and by ours: the same keys.
local cjson = require "cjson"
local default = require "aliota.credentials.default"
local provider = require "spec.support.provider"
local shell = require "spec.support.shell"
local with = require "spec.official.with"
local with_home = require "spec.support.home"

local ARN = "acs:ram::1:role/r"
local METADATA = "100.100.100.200/latest/meta-data/ram/security-credentials/"

local function issued(id)
  return {
    Code = "Success", AccessKeyId = "STS." .. id, AccessKeySecret = "secret-" .. id, SecurityToken = "token-" .. id,
    Expiration = "2099-01-01T00:00:00Z",
  }
end

local function sts(id) return cjson.encode {RequestId = "R", Credentials = issued(id)} end

local ANSWERS = {
  ["POST sts.aliyuncs.com/ AssumeRole"] = sts "central",
  ["POST sts.cn-beijing.aliyuncs.com/ AssumeRole"] = sts "beijing",
  ["POST sts-vpc.cn-beijing.aliyuncs.com/ AssumeRole"] = sts "beijing-vpc",
  ["POST sts.aliyuncs.com/ AssumeRoleWithOIDC"] = sts "oidc",
  ["PUT 100.100.100.200/latest/api/token"] = "metadata-token",
  ["GET " .. METADATA] = "instance-role",
  ["GET " .. METADATA .. "instance-role"] = cjson.encode(issued "instance"),
  ["GET " .. METADATA .. "named-role"] = cjson.encode(issued "named"),
  ["GET 127.0.0.1:1/keys"] = cjson.encode(issued "uri"),
}

local function answer(request)
  local host, path, query = request.url:match "^%a+://([^/]+)([^?]*)%??(.*)$"
  local key = ("%s %s%s %s"):format(request.method, host, path, query:match "Action=(%w+)" or ""):gsub(" $", "")
  return {status = ANSWERS[key] and 200 or 404, body = ANSWERS[key] or "", headers = {}}
end

local ENVIRONMENT = {ALIBABA_CLOUD_ACCESS_KEY_ID = "env-id", ALIBABA_CLOUD_ACCESS_KEY_SECRET = "env-secret"}
local OIDC = {
  ALIBABA_CLOUD_ROLE_ARN = ARN, ALIBABA_CLOUD_OIDC_PROVIDER_ARN = "p",
  ALIBABA_CLOUD_OIDC_TOKEN_FILE = "spec/official/package.json",
}

local function profile(name, fields) return with(fields, {name = name}) end
local AK = {mode = "AK", access_key_id = "file-id", access_key_secret = "file-secret"}
local ROLE = {ram_role_arn = ARN, ram_session_name = "me", expired_seconds = 900}

local function config(...) return {[".aliyun/config.json"] = cjson.encode {current = "one", profiles = {...}}} end
local function ini(text) return {[".alibabacloud/credentials"] = text} end

local INI = table.concat({
  "; comment", "[default]", "type = access_key", 'access_key_id = "ini-id"', "access_key_secret = ini-secret", "",
  "[role]", "type=ram_role_arn", "access_key_id=x", "access_key_secret=y", "role_arn=" .. ARN,
  "[instance]", "type = ecs_ram_role", "role_name = named-role", "[typeless]", "access_key_id = x", "",
}, "\n")

local EXTERNAL = [[printf %s '{"mode":"StsToken","access_key_id":"x-id","access_key_secret":"x s" , "sts_token":"t"}']]

-- What each is called, its files, its variables.
local CASES = {
  {"keys in the environment", {}, ENVIRONMENT},
  {"temporary keys in the environment", {}, with(ENVIRONMENT, {ALIBABA_CLOUD_SECURITY_TOKEN = "env-token"})},
  {"half of a pair in the environment, and a file", ini(INI), {ALIBABA_CLOUD_ACCESS_KEY_ID = "env-id"}},
  {"the environment before OIDC and files", config(profile("one", AK)), with(ENVIRONMENT, OIDC)},
  {"OIDC before files", config(profile("one", AK)), OIDC},
  {"OIDC without its token", config(profile("one", AK)), with(OIDC, {ALIBABA_CLOUD_OIDC_TOKEN_FILE = "/no/file"})},
  {"mode AK", config(profile("one", AK)), {}},
  {"a profile named by the environment", config(profile("one", AK), profile("two", with(AK, {access_key_id = "two"}))),
    {ALIBABA_CLOUD_PROFILE = "two"}},
  {"a profile that is not there", with(config(profile("one", AK)), ini(INI)), {ALIBABA_CLOUD_PROFILE = "instance"}},
  {"mode StsToken", config(profile("one", with(AK, {mode = "StsToken", sts_token = "file-token"}))), {}},
  {"mode RamRoleArn", config(profile("one", with(AK, with(ROLE, {mode = "RamRoleArn"})))), {}},
  {"mode RamRoleArn in a region's network", config(profile("one",
    with(AK, with(ROLE, {mode = "RamRoleArn", sts_region = "cn-beijing", enable_vpc = true})))), {}},
  {"mode RamRoleArn with a region of the environment",
    config(profile("one", with(AK, with(ROLE, {mode = "RamRoleArn"})))), {ALIBABA_CLOUD_STS_REGION = "cn-beijing"}},
  {"mode RamRoleArn for too short a time", with(ini(INI),
    config(profile("one", with(AK, with(ROLE, {mode = "RamRoleArn", expired_seconds = 899}))))), {}},
  {"mode ChainableRamRoleArn", config(
    profile("one", with(ROLE, {mode = "ChainableRamRoleArn", source_profile = "two"})), profile("two", AK)), {}},
  {"mode EcsRamRole", config(profile("one", {mode = "EcsRamRole", ram_role_name = "named-role"})), {}},
  {"mode OIDC", config(profile("one", with(ROLE, {
    mode = "OIDC", oidc_provider_arn = "p", oidc_token_file = "spec/official/package.json",
  }))), {}},
  {"mode External", config(profile("one", {mode = "External", process_command = EXTERNAL:gsub("x s", "x-s")})), {}},
  {"an unknown mode, and another file", with(ini(INI), config(profile("one", {mode = "Magic"}))), {}},
  {"a config file that is switched off", with(ini(INI), config(profile("one", AK))),
    {ALIBABA_CLOUD_CLI_PROFILE_DISABLED = "true"}},
  {"a config file that is malformed", with(ini(INI), {[".aliyun/config.json"] = "{"}), {}},
  {"type access_key", ini(INI), {}},
  {"type ram_role_arn", ini(INI), {ALIBABA_CLOUD_PROFILE = "role"}},
  {"type ecs_ram_role", ini(INI), {ALIBABA_CLOUD_PROFILE = "instance"}},
  {"no type", ini(INI), {ALIBABA_CLOUD_PROFILE = "typeless"}},
  {"an instance's role", {}, {}},
  {"an instance's role that is named", {}, {ALIBABA_CLOUD_ECS_METADATA = "named-role"}},
  {"a credentials URI", {}, {
    ALIBABA_CLOUD_ECS_METADATA_DISABLED = "true", ALIBABA_CLOUD_CREDENTIALS_URI = "http://127.0.0.1:1/keys",
  }},
  {"nothing at all", {}, {ALIBABA_CLOUD_ECS_METADATA_DISABLED = "true"}},
}

local function quoted(text) return "'" .. text:gsub("'", "'\\''") .. "'" end

-- What the official package finds.
local function official(home, variables)
  local words = {"env", "-i", "PATH=\"$PATH\"", "HOME=" .. quoted(home)}
  for name, value in pairs(variables) do words[#words + 1] = name .. "=" .. quoted(value) end
  words[#words + 1] = "node spec/official/credentials.js " .. quoted(cjson.encode(ANSWERS))
  local output = shell.run(table.concat(words, " "))
  local ok, result = pcall(cjson.decode, output)
  return ok and result or error(output, 0)
end

describe("the official package and ours find the same keys:", function()
  for _, case in ipairs(CASES) do
    it(case[1], function()
      with_home(case[2], case[3], function(home)
        local theirs, ours = official(home, case[3]), provider.run(default {}, answer)
        assert.equal(theirs.error == nil, ours.keys ~= nil, theirs.error or ours.problem)
        if ours.keys then assert.same(theirs, ours.keys) end
      end)
    end)
  end
end)
