-- Credentials that say their type: what provides keys of each type, and the fields that it takes.
local lazy = require "aliota.util.lazy"
local check_options = require "aliota.util.check_options"
local did_you_mean = lazy "aliota.util.did_you_mean"
local merge = require "aliota.util.merge"
local new_chain = lazy "aliota.credentials.providers.default"
local types = require "aliota.util.option_types"

local TEXT = types.TEXT
local KEYS = {access_key_id = TEXT, access_key_secret = TEXT, security_token = TEXT}
local ROLE = {
  role_arn = TEXT, role_session_name = TEXT, duration_seconds = types.NUMBER, policy = TEXT,
  sts_endpoint = TEXT, sts_region = TEXT, vpc = types.BOOLEAN,
}

-- The module of each, which is loaded with the first of them.
local TYPES = {
  keys = {fields = KEYS},
  default = {module = "default", fields = {profile = TEXT, metadata_endpoint = TEXT}},
  access_key = {fields = {access_key_id = TEXT, access_key_secret = TEXT}},
  sts = {fields = KEYS, required = "security_token"},
  ram_role_arn = {
    module = "role_arn", required = "role_arn",
    fields = merge(ROLE, merge(KEYS, {external_id = TEXT, source = types.ANY})),
  },
  oidc_role_arn = {module = "oidc", fields = merge(ROLE, {oidc_provider_arn = TEXT, oidc_token_file = TEXT})},
  ecs_ram_role = {
    module = "ecs_ram_role",
    fields = {role_name = TEXT, disable_imds_v1 = types.BOOLEAN, metadata_endpoint = TEXT},
  },
  credentials_uri = {module = "uri", fields = {uri = TEXT}},
  external = {module = "external", fields = {process_command = TEXT}, required = "process_command"},
  cli_profile = {module = "cli_profile", fields = {profile = TEXT}},
  ini_profile = {module = "ini_profile", fields = {profile = TEXT}},
}

local function problem_with_fields(option, kind)
  local problem = check_options.problem_with(option, merge(kind.fields, {type = TEXT}), "field")
  if problem then return problem end
  if kind.required and option[kind.required] == nil then return kind.required .. " is missing" end
end

-- Loaded when it is first asked: it has many parts, of which most clients need few or none.
local function default_chain(options)
  local provide
  return function(...)
    provide = provide or new_chain(options)
    return provide(...)
  end
end

-- Whoever assumes a role is a source of keys in turn.
local function with_source(option, provider, from_keys)
  local source, problem
  if option.source == nil then source, problem = from_keys(option) else source, problem = provider(option.source) end
  if not source then return nil, (option.source ~= nil and "source: " or "") .. problem end
  return merge(option, {source = source})
end

--- The provider that an option describes by its type.
---@param option table
---@param provider fun(option: any): function|nil, string|nil  what makes one of any option, for the source of a role
---@param from_keys fun(option: table): function|nil, string|nil  what makes one of the keys among its fields
---@return function|nil provide
---@return string|nil problem
---@return boolean|nil asks_nobody
return function(option, provider, from_keys)
  local name = option.type
  local kind = TYPES[name]
  if not kind then return nil, ("there is no type %q%s"):format(tostring(name), did_you_mean(name, TYPES)) end
  local complete, problem = option, problem_with_fields(option, kind)
  if problem then return nil, problem end
  if not kind.module then
    complete, problem = from_keys(option)
    return complete, problem, true
  end
  if kind.fields.source then complete, problem = with_source(option, provider, from_keys) end
  if not complete then return nil, problem end
  if name == "default" then return default_chain(complete) end
  return require("aliota.credentials.providers." .. kind.module)(complete)
end
