-- The same files, variables and answers, resolved by the official package and by ours: the same keys.
local cjson = require "cjson"
local default = require "aliota.credentials.providers.default"
local node = require "spec.official.node"
local provider = require "spec.support.provider"
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

local BOM = "\239\187\191"
local STS = with(AK, {mode = "StsToken", sts_token = "file-token"})
local ONE = config(profile("one", AK))[".aliyun/config.json"]

-- A credentials file of keys, with these texts behind "=", and a header.
local function section_of(kind, id, secret, header)
  return ("%s\ntype = %s\naccess_key_id = %s\naccess_key_secret = %s\n"):format(
    header or "[default]", kind, id or "ID1", secret or "SEC1")
end

local EXTERNAL = [[printf %s '{"mode":"StsToken","access_key_id":"x-id","access_key_secret":"x s" , "sts_token":"t"}']]

-- What each is called, its files, its variables. Both find the same keys, or both find none, but for those with
--   refused = text   the official package finds another place's keys, or takes for keys what can be none: ours says so
--   read = id        the official package finds none, or others
-- and a place that is passed over is told where told = text.
local CASES = {
  {"keys in the environment", {}, ENVIRONMENT},
  {"temporary keys in the environment", {}, with(ENVIRONMENT, {ALIBABA_CLOUD_SECURITY_TOKEN = "env-token"})},
  {"half of a pair in the environment, and a file", ini(INI), {ALIBABA_CLOUD_ACCESS_KEY_ID = "env-id"},
    told = "ALIBABA_CLOUD_ACCESS_KEY_SECRET is missing"},
  {"the other half, the first being empty", config(profile("one", AK)),
    {ALIBABA_CLOUD_ACCESS_KEY_ID = "", ALIBABA_CLOUD_ACCESS_KEY_SECRET = "env-secret"},
    told = "ALIBABA_CLOUD_ACCESS_KEY_ID is missing"},
  {"an empty pair in the environment", config(profile("one", AK)),
    {ALIBABA_CLOUD_ACCESS_KEY_ID = "", ALIBABA_CLOUD_ACCESS_KEY_SECRET = ""}},
  {"a blank in the environment", config(profile("one", AK)), with(ENVIRONMENT, {ALIBABA_CLOUD_ACCESS_KEY_ID = " "}),
    refused = "environment: ALIBABA_CLOUD_ACCESS_KEY_ID holds blanks"},
  {"a carriage return in the environment", config(profile("one", AK)),
    with(ENVIRONMENT, {ALIBABA_CLOUD_ACCESS_KEY_SECRET = "env-secret\r"}),
    refused = "environment: ALIBABA_CLOUD_ACCESS_KEY_SECRET holds blanks or control characters"},
  {"quotes in the environment", config(profile("one", AK)),
    with(ENVIRONMENT, {ALIBABA_CLOUD_ACCESS_KEY_ID = '"env-id"'}),
    refused = "environment: ALIBABA_CLOUD_ACCESS_KEY_ID has quotes around it"},
  {"an empty token in the environment", {}, with(ENVIRONMENT, {ALIBABA_CLOUD_SECURITY_TOKEN = ""})},
  {"an empty name of a profile", config(profile("one", AK)), {ALIBABA_CLOUD_PROFILE = ""}},
  {"the environment before OIDC and files", config(profile("one", AK)), with(ENVIRONMENT, OIDC)},
  {"OIDC before files", config(profile("one", AK)), OIDC},
  {"OIDC without its token", config(profile("one", AK)), with(OIDC, {ALIBABA_CLOUD_OIDC_TOKEN_FILE = "/no/file"}),
    refused = "OIDC: /no/file: No such file or directory"},
  {"OIDC without its provider", config(profile("one", AK)), with(OIDC, {ALIBABA_CLOUD_OIDC_PROVIDER_ARN = ""}),
    told = "oidc_provider_arn is missing"},
  {"a role alone", config(profile("one", AK)), {ALIBABA_CLOUD_ROLE_ARN = ARN}},
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
    config(profile("one", with(AK, with(ROLE, {mode = "RamRoleArn", expired_seconds = 899}))))), {},
    refused = "at least, not 899"},
  {"mode ChainableRamRoleArn", config(
    profile("one", with(ROLE, {mode = "ChainableRamRoleArn", source_profile = "two"})), profile("two", AK)), {}},
  {"mode EcsRamRole", config(profile("one", {mode = "EcsRamRole", ram_role_name = "named-role"})), {}},
  {"mode OIDC", config(profile("one", with(ROLE, {
    mode = "OIDC", oidc_provider_arn = "p", oidc_token_file = "spec/official/package.json",
  }))), {}},
  {"mode External", config(profile("one", {mode = "External", process_command = EXTERNAL:gsub("x s", "x-s")})), {}},
  {"an unknown mode, and another file", with(ini(INI), config(profile("one", {mode = "Magic"}))), {},
    refused = 'profile "one": mode "Magic" is unknown'},
  {"a mode in another case", with(ini(INI), config(profile("one", with(AK, {mode = "ak"})))), {}, read = "file-id"},
  {"no mode", with(ini(INI), config(profile("one", with(AK, {mode = ""})))), {}, read = "file-id"},
  {"a profile that nobody has filled in", with(ini(INI), config(profile("one", {mode = "AK", access_key_id = ""}))),
    {}},
  {"half of a pair in a profile", with(ini(INI), config(profile("one", {mode = "AK", access_key_id = "x"}))), {},
    refused = 'profile "one": access_key_secret is missing'},
  {"a number for a secret", with(ini(INI), config(profile("one", with(AK, {access_key_secret = 5})))), {},
    refused = "access_key_secret must be a string, not a number"},
  {"a number for a region", with(ini(INI), config(profile("one", with(AK, {region_id = 5, sts_endpoint = 5})))), {}},
  {"members that are null", with(ini(INI), config(profile("one", with(AK, {region_id = cjson.null})))), {}},
  {"a config file that is switched off", with(ini(INI), config(profile("one", AK))),
    {ALIBABA_CLOUD_CLI_PROFILE_DISABLED = "True"}},
  {"a switch that is no more than 1", with(ini(INI), config(profile("one", AK))),
    {ALIBABA_CLOUD_CLI_PROFILE_DISABLED = "1"}},
  {"a switch that says yes", with(ini(INI), config(profile("one", AK))), {ALIBABA_CLOUD_CLI_PROFILE_DISABLED = "yes"}},
  {"a config file that is malformed", with(ini(INI), {[".aliyun/config.json"] = "{"}), {},
    refused = "config.json:1: "},
  {"a config file with a comment", with(ini(INI), {[".aliyun/config.json"] = "// mine\n" .. ONE}), {},
    refused = "config.json:1: "},
  {"a config file with a comma too many", with(ini(INI), {[".aliyun/config.json"] = (ONE:gsub("}$", ",}"))}), {},
    refused = "config.json:1: "},
  {"a config file with a byte order mark", with(ini(INI), {[".aliyun/config.json"] = BOM .. ONE}), {},
    read = "file-id"},
  {"an empty config file", with(ini(INI), {[".aliyun/config.json"] = ""}), {}, told = "config.json is empty"},
  {"two profiles of one name", config(profile("one", AK), profile("one", with(AK, {access_key_id = "second"}))), {}},
  {"two current profiles", {[".aliyun/config.json"] = (ONE:gsub("^{", '{"current":"none",')
    :gsub("}$", ',"current":"one"}'))}, {}},
  {"a current profile that is not there", with(ini(INI), {[".aliyun/config.json"] =
    cjson.encode {current = "none", profiles = {profile("one", AK)}}}), {}, refused = 'holds no profile "none"'},
  {"no current profile, and none by default", with(ini(INI), {[".aliyun/config.json"] =
    cjson.encode {profiles = {profile("one", AK)}}}), {}, told = 'holds no profile "default"'},
  {"no current profile, but a default one", with(ini(INI), {[".aliyun/config.json"] =
    cjson.encode {current = "", profiles = {profile("default", AK)}}}), {}, read = "file-id"},
  {"a profile that is null, and not the one wanted", with(ini(INI), {[".aliyun/config.json"] =
    cjson.encode {current = "one", profiles = {cjson.null, profile("one", AK)}}}), {}, read = "file-id"},
  {"a profile that is nowhere", with(config(profile("one", AK)), ini(INI)), {ALIBABA_CLOUD_PROFILE = "none"},
    refused = "credentials holds no section [none]"},
  {"a token that is over", config(profile("one", with(STS, {sts_expiration = 1000}))), {}},
  {"a token that is over, as text", config(profile("one", with(STS, {sts_expiration = "2020-01-01T00:00:00Z"}))), {}},
  {"a token until some time", config(profile("one", with(STS, {sts_expiration = "soon"}))), {}},
  {"a token until a time of another form", config(profile("one", with(STS, {sts_expiration = "2020-01-01 00:00:00"}))),
    {}},
  {"a token that is empty", with(ini(INI), config(profile("one", with(STS, {sts_token = ""})))), {},
    refused = "sts_token is missing"},
  {"type access_key", ini(INI), {}},
  {"type ram_role_arn", ini(INI), {ALIBABA_CLOUD_PROFILE = "role"}},
  {"type ecs_ram_role", ini(INI), {ALIBABA_CLOUD_PROFILE = "instance"}},
  {"no type", ini(INI), {ALIBABA_CLOUD_PROFILE = "typeless"}, refused = "section [typeless]: type is missing"},
  {"no default section", ini "[other]\ntype = access_key\naccess_key_id = x\naccess_key_secret = y\n", {},
    told = "holds no section [default]"},
  {"type sts", ini(section_of "sts" .. "security_token = token\n"), {}, read = "ID1"},
  {"type oidc_role_arn", ini("[default]\ntype = oidc_role_arn\noidc_provider_arn = p\nrole_arn = " .. ARN
    .. "\noidc_token_file_path = spec/official/package.json\n"), {}, read = "STS.oidc"},
  {"a token beside type access_key", ini(section_of "access_key" .. "security_token = token\n"), {}},
  {"the file's name of other SDKs", {[".alibabacloud/credentials.ini"] = section_of "access_key"}, {}, read = "ID1"},
  {"both names of the file", with(ini(INI), {[".alibabacloud/credentials.ini"] = section_of "access_key"}), {}},
  {"a credentials file that is named, and not there", {}, {ALIBABA_CLOUD_CREDENTIALS_FILE = "/no/file"},
    refused = "/no/file: No such file or directory"},
  {"an instance's role", {}, {}},
  {"an instance's role that is named", {}, {ALIBABA_CLOUD_ECS_METADATA = "named-role"}},
  {"a credentials URI", {}, {
    ALIBABA_CLOUD_ECS_METADATA_DISABLED = "true", ALIBABA_CLOUD_CREDENTIALS_URI = "http://127.0.0.1:1/keys",
  }},
  {"nothing at all", {}, {ALIBABA_CLOUD_ECS_METADATA_DISABLED = "true"}},
}

-- A case of a credentials file, and what is expected of it.
local function add(name, text, expected, profile_name)
  local case = {(name:gsub("%c+", " / ")), ini(text), {ALIBABA_CLOUD_PROFILE = profile_name}}
  CASES[#CASES + 1] = with(case, expected)
end

-- What stands there for a secret.
for _, text in ipairs {
  "SEC1 ; note", "SEC1 # note", "SEC1;note", "SEC1#note", "SEC1;my note", '"SEC1"', "'SEC1'", '"123456"', "123456",
  [[SE\;C1]], [[SE\\C1]], [["SE\u0043"]], "SEC1\nkey : value", "SEC1\nnonsense", "SEC1\naccess_key_secret = SEC2",
} do
  add("access_key_secret = " .. text, section_of("access_key", nil, text))
end
for _, row in ipairs {
  {"'SEC1' # note", "has quotes around it"}, {'"SEC1" ; note', "has quotes around it"},
  {[["SE\tC1"]], "holds blanks or control characters"},
} do
  add("access_key_secret = " .. row[1], section_of("access_key", nil, row[1]),
    {refused = "section [default]: access_key_secret " .. row[2]})
end
for _, text in ipairs {"'123456'", "true", "'12345678901234567890'"} do -- no texts any more for the official package
  add("access_key_id = " .. text, section_of("access_key", text), {read = text:match "%w+"})
end

-- Headers, and what may stand around a section.
for _, header in ipairs {
  "[ default ]", '["default"]', BOM .. "\n[default]", "access_key_id = x\n[default]", "nonsense\n[default]",
  "[other]\ntype = magic\n[default]",
} do
  add("header " .. header, section_of("access_key", nil, nil, header))
end
for _, header in ipairs {"  [default]", "[default] # mine", "[default] ; mine", "[default];mine", BOM .. "[default]"} do
  add("header " .. header, section_of("access_key", nil, nil, header), {read = "ID1"})
end
for _, more in ipairs {"[other] ; comment\nx = y\n", "[my team]\n[my-team]\n", "\r\n\r\n"} do
  add("then " .. more, section_of "access_key" .. more)
end
add("another section's keys behind a header with a comment",
  section_of "access_key" .. section_of("access_key", "ID2", "SEC2", "[other] # theirs"), {read = "ID1"})
for name, expected in pairs {["my team"] = {}, ["my-team"] = {}, ["my.team"] = {read = "ID1"}} do
  add("section " .. name, section_of("access_key", nil, nil, "[" .. name .. "]"), expected, name)
end
add("lines that end with CR alone", (section_of "access_key":gsub("\n", "\r")))

-- What ours finds, and what it told.
local function ours_of()
  local account, events = provider.account()
  local last, told = provider.run(default {}, answer, account), {}
  for _, event in ipairs(events) do told[#told + 1] = event.message end
  return last, table.concat(told, "; ")
end

local function compare(case, theirs, ours)
  if case.refused then
    assert.is_nil(theirs.error)
    assert.truthy(ours.problem and ours.problem:find(case.refused, 1, true), ours.problem or "has keys")
  elseif case.read then
    assert.truthy(ours.keys, ours.problem)
    assert.equal(case.read, ours.keys.access_key_id)
    assert.not_same(theirs, ours.keys)
  else
    assert.equal(theirs.error == nil, ours.keys ~= nil, theirs.error or ours.problem)
    if ours.keys then assert.same(with({security_token = ""}, theirs), with({security_token = ""}, ours.keys)) end
  end
end

describe("the official package and ours find the same keys:", function()
  local official
  setup(function() official = node.start "credentials.js" end)
  teardown(function() official:stop() end)

  for _, case in ipairs(CASES) do
    it(case[1], function()
      with_home(case[2], case[3], function(home)
        local ours, told = ours_of()
        local theirs = official:ask {answers = ANSWERS, environment = with({HOME = home}, case[3])}
        compare(case, theirs, ours)
        assert.equal(case.told ~= nil, told ~= "", told)
        assert.truthy(told:find(case.told or "", 1, true), told)
      end)
    end)
  end
end)
