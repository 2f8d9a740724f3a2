-- What the modes of a profile mean: from a profile of the command line to a provider (Credentials, config.json).
local config_file = require "aliota.credentials.config_file"
local ecs_ram_role = require "aliota.credentials.ecs_ram_role"
local external = require "aliota.credentials.external"
local keys = require "aliota.credentials.keys"
local oidc = require "aliota.credentials.oidc"
local role_arn = require "aliota.credentials.role_arn"
local step = require "aliota.credentials.step"
local uri = require "aliota.credentials.uri"

-- Temporary keys that stand in the file, until the end that it states.
local function with_token(profile)
  return function()
    local last = keys.read(profile, keys.OF_PROFILE, math.huge)
    return last.keys and not last.keys.security_token and step.none "sts_token is missing" or last
  end
end

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

local MODES = {
  AK = keys.long_lived,
  StsToken = with_token,
  RamRoleArn = function(profile) return role_of(profile, keys.long_lived(profile)) end,
  RamRoleArnWithRoleName = function(profile) return role_of(profile, ecs(profile)) end,
  ChainableRamRoleArn = function(profile, source) return role_of(profile, source) end,
  EcsRamRole = ecs,
  OIDC = function(profile)
    return oidc {
      role_arn = profile.ram_role_arn, oidc_provider_arn = profile.oidc_provider_arn,
      oidc_token_file = profile.oidc_token_file, role_session_name = profile.ram_session_name,
      duration_seconds = profile.expired_seconds or profile.duration_seconds, policy = profile.policy,
      sts_endpoint = profile.sts_endpoint, sts_region = profile.sts_region, vpc = profile.enable_vpc,
    }
  end,
  CloudSSO = after_login "CloudSSO",
  OAuth = after_login "OAuth",
  External = function(profile) return external {process_command = profile.process_command} end,
  CredentialsURI = function(profile) return uri {uri = profile.credentials_uri} end,
}

-- The command line knows these, too; the service wants requests that are signed with an access key.
local KEYLESS = {RsaKeyPair = true, BearerToken = true, Anonymous = true}

-- The SDKs heed the case of a mode, the command line does not.
local function mode_named(text, modes)
  for mode, meaning in pairs(modes) do
    if mode:lower() == tostring(text):lower() then return meaning end
  end
end

local provider

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
  return provider(config, source, path)
end

--- The provider for a profile.
---@param config aliota.ConfigFile
---@param profile table
---@param path string[]|nil  the profiles that led here
---@return (fun(account: aliota.Account, expired: aliota.Credentials|nil): aliota.Step)|nil
---@return string|nil problem that names the profile
function provider(config, profile, path)
  local here = {}
  for i, name in ipairs(path or {}) do here[i] = name end
  here[#here + 1] = profile.name
  local function fail(problem) return nil, ("profile %q: %s"):format(profile.name, problem) end
  if profile.mode == nil then return fail "mode is missing" end
  if mode_named(profile.mode, KEYLESS) then return fail(profile.mode .. " has no access key, and requests need one") end
  local meaning, source = mode_named(profile.mode, MODES), nil
  if not meaning then return fail(("mode %q is unknown"):format(tostring(profile.mode))) end
  if meaning == MODES.ChainableRamRoleArn then
    local problem
    source, problem = source_of(config, profile, here)
    if not source then return fail(problem) end
  end
  return meaning(profile, source)
end

return provider
