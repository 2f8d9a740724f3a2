-- Keys by a section of ~/.alibabacloud/credentials.
local config_file = require "aliota.credentials.config_file"
local ecs_ram_role = require "aliota.credentials.ecs_ram_role"
local file = require "aliota.credentials.file"
local keys = require "aliota.credentials.keys"
local read_ini = require "aliota.credentials.ini"
local role_arn = require "aliota.credentials.role_arn"
local step = require "aliota.credentials.step"

local TYPES = {
  access_key = keys.long_lived,
  ecs_ram_role = function(section) return ecs_ram_role {role_name = section.role_name} end,
  ram_role_arn = function(section)
    return role_arn {
      source = keys.long_lived(section), role_arn = section.role_arn, role_session_name = section.role_session_name,
      policy = section.policy,
    }
  end,
}

local function read(account)
  local content, path = file.of_user(account, "ALIBABA_CLOUD_CREDENTIALS_FILE", ".alibabacloud/credentials")
  if not content then return nil, path end
  local sections, what, line = read_ini(content)
  if not sections then return nil, ("%s:%d: %s"):format(path, line, what) end
  return sections, path
end

---@param options {profile: string|nil}  nil: ALIBABA_CLOUD_PROFILE, or "default"
---@return fun(account: aliota.Account, expired: aliota.Credentials|nil): aliota.Step
return function(options)
  return function(account, expired)
    local sections, path = read(account)
    if not sections then return step.none(path) end
    local name = options.profile or config_file.profile_variable() or "default"
    local section = sections[name]
    if not section then return step.none(("%s holds no section [%s]"):format(path, name)) end
    local where, kind = ("%s, section [%s]"):format(path, name), section.type
    if not kind or kind == "" then return step.none(where .. ": type is missing") end
    if not TYPES[kind] then return step.none(("%s: type %q is unknown"):format(where, kind)) end
    return step.within(where, TYPES[kind](section)(account, expired))
  end
end
