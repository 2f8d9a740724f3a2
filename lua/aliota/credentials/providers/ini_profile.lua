-- Keys by a section of ~/.alibabacloud/credentials, or of credentials.ini, as the SDKs for Python and Java call it.
local config_file = require "aliota.credentials.files.config_file"
local ecs_ram_role = require "aliota.credentials.providers.ecs_ram_role"
local file = require "aliota.credentials.files.read_file"
local keys = require "aliota.credentials.keys"
local oidc = require "aliota.credentials.providers.oidc"
local read_ini = require "aliota.credentials.files.ini"
local role_arn = require "aliota.credentials.providers.role_arn"
local step = require "aliota.credentials.step"

local PATHS = {".alibabacloud/credentials", ".alibabacloud/credentials.ini"}

-- No SDK knows all of these: temporary keys and a duration are the older one for Go's, OIDC is Python's.
local TYPES = {
  access_key = keys.long_lived,
  sts = function(section) return keys.temporary(section, keys.OF_SECTION) end,
  ecs_ram_role = function(section) return ecs_ram_role {role_name = section.role_name} end,
  ram_role_arn = function(section)
    return role_arn {
      source = keys.long_lived(section), role_arn = section.role_arn, role_session_name = section.role_session_name,
      policy = section.policy, duration_seconds = section.role_session_expiration,
    }
  end,
  oidc_role_arn = function(section)
    return oidc {
      role_arn = section.role_arn, role_session_name = section.role_session_name, policy = section.policy,
      oidc_provider_arn = section.oidc_provider_arn,
      oidc_token_file = section.oidc_token_file_path or section.oidc_token_file,
    }
  end,
}

-- An SDK reads these, but they lead to no access key, or to one by another key.
local OTHERS = {bearer = true, rsa_key_pair = true}

-- What stands there empty counts as not there.
local function filled(section)
  local members = {}
  for name, value in pairs(section) do members[name] = value ~= "" and value or nil end
  return members
end

local function problem_with(kind)
  if not kind then return "type is missing" end
  if OTHERS[kind] then return ("keys of type %q can't be used here"):format(kind) end
  return not TYPES[kind] and ("type %q is unknown"):format(kind)
end

-- What is named should be somewhere, and this is the last place where it may be.
local function without_file(none, named)
  return named and step.none(("%s, and profile %q is not to be found"):format(none.problem, named)) or none
end

local function without_section(path, name, named)
  return (named and step.none or step.doubtful)(("%s holds no section [%s]"):format(path, name))
end

---@param options {profile: string|nil}  nil: ALIBABA_CLOUD_PROFILE, or "default"
---@return fun(account: aliota.Account, expired: aliota.Credentials|nil): aliota.Step
return function(options)
  return function(account, expired)
    local named = options.profile or config_file.profile_variable()
    local content, path = file.of_user(account, "ALIBABA_CLOUD_CREDENTIALS_FILE", PATHS)
    if not content then return without_file(path, named) end
    local name = named or "default"
    local section = read_ini(content)[name]
    if not section then return without_section(path, name, named) end
    local members, where = filled(section), ("%s, section [%s]"):format(path, name)
    local problem = problem_with(members.type)
    if problem then return step.none(where .. ": " .. problem) end
    return step.within(where, TYPES[members.type](members)(account, expired))
  end
end
