-- Where access keys come from: what the `credentials` option says, as a source that is asked before every request.
--   source(account, expired) → fetch, which may be through already: see credentials/fetch.lua
-- `expired` are keys that the service no longer takes, when it is asked again for that reason. A source is a function,
-- so that no dump of a client shows its keys.

local lazy = require "aliota.util.lazy"
local check_options = require "aliota.util.check_options"
local did_you_mean = lazy "aliota.util.did_you_mean"
local fetch = require "aliota.credentials.fetch"
local keys = require "aliota.credentials.keys"
local merge = require "aliota.util.merge"
local step = require "aliota.credentials.step"
local types = require "aliota.util.option_types"

local credentials = {}

-- The kinds of providers: their module, which is loaded with the first of them, and the fields that they take.

local TEXT = types.TEXT
local KEYS = {access_key_id = TEXT, access_key_secret = TEXT, security_token = TEXT}
local ROLE = {
  role_arn = TEXT, role_session_name = TEXT, duration_seconds = types.NUMBER, policy = TEXT,
  sts_endpoint = TEXT, sts_region = TEXT, vpc = types.BOOLEAN,
}

-- A table without a type holds keys.
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

-- Keys as they stand there -------------------------------------------------------------------------------------------

local function from_keys(given)
  local problem = keys.check(given)
  if problem then return nil, problem end
  local copy = {}
  for name in pairs(KEYS) do copy[name] = given[name] end
  return function() return step.keys(copy) end
end

-- A user's function, which knows by itself when keys are to be renewed.
local function from_function(ask)
  return function(_, expired)
    local ok, given, message = pcall(ask, expired)
    if not ok then return step.none("the credentials function failed: " .. tostring(given)) end
    if not given then
      return step.none("the credentials function gave none: " .. tostring(message or "no reason given"))
    end
    local problem = keys.check(given)
    if problem then return step.none("the credentials function: " .. problem) end
    return step.keys(given)
  end
end

-- Loaded when it is first asked: it has many parts, of which most clients need few or none.
local function default_chain(options)
  local provide
  return function(...)
    provide = provide or require "aliota.credentials.providers.default"(options)
    return provide(...)
  end
end

-- Providers ----------------------------------------------------------------------------------------------------------

local provider

-- Whoever assumes a role is a source of keys in turn.
local function with_source(option)
  local source, problem
  if option.source == nil then source, problem = from_keys(option) else source, problem = provider(option.source) end
  if not source then return nil, (option.source ~= nil and "source: " or "") .. problem end
  return merge(option, {source = source})
end

--- The provider that an option describes, and whether it asks nobody.
function provider(option)
  if type(option) == "function" then return from_function(option), nil, true end
  if type(option) ~= "table" then return nil, "must be a table or a function, not a " .. type(option) end
  local name = option.type or "keys"
  local kind = TYPES[name]
  if not kind then return nil, ("there is no type %q%s"):format(tostring(name), did_you_mean(name, TYPES)) end
  local complete, problem = option, problem_with_fields(option, kind)
  if problem then return nil, problem end
  if not kind.module then
    complete, problem = from_keys(option)
    return complete, problem, true
  end
  if kind.fields.source then complete, problem = with_source(option) end
  if not complete then return nil, problem end
  if name == "default" then return default_chain(complete) end
  return require("aliota.credentials.providers." .. kind.module)(complete)
end

--- The source for the `credentials` option.
---@param option table|(fun(expired: aliota.Credentials|nil): aliota.Credentials|nil, string|nil)|nil
---@param profile string|nil  for the default chain, which is meant by nil
---@return (fun(account: aliota.Account, expired: aliota.Credentials|nil): aliota.Fetch)|nil
---@return string|nil problem
function credentials.source(option, profile)
  local provide, problem, asks_nobody = provider(option or {type = "default", profile = profile})
  if not provide then return nil, "credentials: " .. problem end
  if asks_nobody then return function(account, expired) return fetch.settled(provide(account, expired)) end end
  local session = require("aliota.credentials.session").new(provide)
  return function(account, expired) return session:ask(account, expired) end
end

return credentials
