-- What the modes of a profile mean: from a profile of the command line to a provider (Credentials, config.json).
local config_file = require "aliota.credentials.files.config_file"
local ecs_ram_role = require "aliota.credentials.providers.ecs_ram_role"
local external = require "aliota.credentials.providers.external"
local keys = require "aliota.credentials.keys"
local oidc = require "aliota.credentials.providers.oidc"
local role_arn = require "aliota.credentials.providers.role_arn"
local step = require "aliota.credentials.step"
local uri = require "aliota.credentials.providers.uri"

local modes = {}

local function with_token(profile) return keys.temporary(profile, keys.OF_PROFILE) end

-- The vendor's login leaves temporary keys in the file; only a person can get new ones.
local function after_login(mode)
  return function(profile)
    local login = ("log in with: aliyun configure --mode %s --profile %s"):format(mode, profile.name)
    return function(account, expired)
      if not profile.access_key_id then return step.none("there are no keys yet; " .. login) end
      local last = with_token(profile)()
      local is_over = last.keys and (last.expires_at <= account:time()
        or expired and expired.security_token == last.keys.security_token)
      return is_over and step.none("the keys have expired; " .. login) or last
    end
  end
end

local function role_of(profile, source)
  return role_arn {
    source = source, role_arn = profile.ram_role_arn, role_session_name = profile.ram_session_name,
    duration_seconds = profile.expired_seconds, policy = profile.policy, external_id = profile.external_id,
    sts_endpoint = profile.sts_endpoint, sts_region = profile.sts_region, vpc = profile.enable_vpc,
  }
end

local function ecs(profile) return ecs_ram_role {role_name = profile.ram_role_name} end

local function of_oidc(profile)
  return oidc {
    role_arn = profile.ram_role_arn, oidc_provider_arn = profile.oidc_provider_arn,
    oidc_token_file = profile.oidc_token_file, role_session_name = profile.ram_session_name,
    duration_seconds = profile.expired_seconds or profile.duration_seconds, policy = profile.policy,
    sts_endpoint = profile.sts_endpoint, sts_region = profile.sts_region, vpc = profile.enable_vpc,
  }
end

-- The texts that each uses besides keys, which are checked with them.
local ROLE = {"ram_role_arn", "ram_session_name", "policy", "external_id", "sts_endpoint", "sts_region"}

local function with(list, ...)
  local all = {...}
  for _, value in ipairs(list) do all[#all + 1] = value end
  return all
end

local MODES = {
  AK = {texts = {}, provider = keys.long_lived},
  StsToken = {texts = {}, provider = with_token},
  RamRoleArn = {texts = ROLE, provider = function(profile) return role_of(profile, keys.long_lived(profile)) end},
  RamRoleArnWithRoleName = {
    texts = with(ROLE, "ram_role_name"), provider = function(profile) return role_of(profile, ecs(profile)) end,
  },
  ChainableRamRoleArn = {texts = with(ROLE, "source_profile"), provider = role_of, has_source = true},
  EcsRamRole = {texts = {"ram_role_name"}, provider = ecs},
  OIDC = {texts = with(ROLE, "oidc_provider_arn", "oidc_token_file"), provider = of_oidc},
  CloudSSO = {texts = {}, provider = after_login "CloudSSO"},
  OAuth = {texts = {}, provider = after_login "OAuth"},
  External = {
    texts = {"process_command"},
    provider = function(profile) return external {process_command = profile.process_command} end,
  },
  CredentialsURI = {
    texts = {"credentials_uri"}, provider = function(profile) return uri {uri = profile.credentials_uri} end,
  },
}

-- What a profile without a mode is taken for, as the command line does: the first of which it has all members.
local RECOGNIZED = {
  {"StsToken", "access_key_id", "access_key_secret", "sts_token"},
  {"RamRoleArn", "access_key_id", "access_key_secret", "ram_role_arn"},
  {"AK", "access_key_id", "access_key_secret"},
  {"EcsRamRole", "ram_role_name"},
  {"External", "process_command"},
  {"OIDC", "oidc_provider_arn", "oidc_token_file", "ram_role_arn"},
  {"CloudSSO", "cloud_sso_sign_in_url"},
}

local function has_all(profile, row)
  for i = 2, #row do
    if profile[row[i]] == nil then return false end
  end
  return true
end

local function mode_of(profile)
  if profile.mode ~= nil then return tostring(profile.mode) end
  for _, row in ipairs(RECOGNIZED) do
    if has_all(profile, row) then return row[1] end
  end
end

-- The command line knows these, too; the service wants requests that are signed with an access key.
local KEYLESS = {RsaKeyPair = true, BearerToken = true, Anonymous = true}

-- The SDKs heed the case of a mode, the command line does not.
local function mode_named(text, among)
  for mode, meaning in pairs(among) do
    if mode:lower() == text:lower() then return meaning end
  end
end

-- The provider of the profile that another one starts from.
local function source_of(config, profile, path)
  if not profile.source_profile then return nil, "source_profile is missing" end
  local source, problem = config_file.find(config, profile.source_profile)
  if not source then return nil, problem end
  for _, name in ipairs(path) do
    if name == source.name then
      return nil, ("chains to itself: %s → %s"):format(table.concat(path, " → "), source.name)
    end
  end
  return modes.provider(config, source, path)
end

-- The modes whose keys stand in the profile itself.
local KEYS_INSIDE = {ak = true, ststoken = true}

--- Whether nobody has filled a profile in yet, as the command line leaves it behind.
---@param profile table
---@return boolean
function modes.is_blank(profile)
  local mode = mode_of(profile)
  if mode and not KEYS_INSIDE[mode:lower()] then return false end
  return not (profile.access_key_id or profile.access_key_secret or profile.sts_token)
end

--- The provider for a profile.
---@param config aliota.ConfigFile
---@param profile table
---@param path string[]|nil  the profiles that led here
---@return (fun(account: aliota.Account, expired: aliota.Credentials|nil): aliota.Step)|nil
---@return string|nil problem that names the profile
function modes.provider(config, profile, path)
  local here = {}
  for i, name in ipairs(path or {}) do here[i] = name end
  here[#here + 1] = profile.name
  local function fail(problem) return nil, ("profile %q: %s"):format(profile.name, problem) end
  local mode = mode_of(profile)
  if not mode then return fail "mode is missing, and no members tell it" end
  if mode_named(mode, KEYLESS) then return fail(mode .. " has no access key, and requests need one") end
  local meaning, source = mode_named(mode, MODES), nil
  if not meaning then return fail(("mode %q is unknown"):format(mode)) end
  local problem = config_file.problem_with(profile, meaning.texts)
  if problem then return fail(problem) end
  if meaning.has_source then
    source, problem = source_of(config, profile, here)
    if not source then return fail(problem) end
  end
  return meaning.provider(profile, source)
end

return modes
