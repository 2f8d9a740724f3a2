-- Where access keys come from: what the `credentials` option says, as a source that is asked before every request.
--   source(account, expired) → fetch, which may be through already: see credentials/fetch.lua
-- `expired` are keys that the service no longer takes, when it is asked again for that reason. A source is a function,
-- so that no dump of a client shows its keys.

local lazy = require "aliota.util.lazy"
local check_options = require "aliota.util.check_options"
local fetch = require "aliota.credentials.fetch"
local key_fields = require "aliota.credentials.key_fields"
local of_type = lazy "aliota.credentials.typed"
local sessions = lazy "aliota.credentials.session"
local step = require "aliota.credentials.step"
local types = require "aliota.util.option_types"

local credentials = {}

-- Of a table that says no type.
local FIELDS = {
  access_key_id = types.TEXT, access_key_secret = types.TEXT, security_token = types.TEXT, type = types.TEXT,
}

-- Keys as they stand there -------------------------------------------------------------------------------------------

local function from_keys(given)
  local problem = key_fields.check(given)
  if problem then return nil, problem end
  local copy = {}
  for _, field in ipairs(key_fields.FIELDS) do copy[field.name] = given[field.name] end
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
    local problem = key_fields.check(given)
    if problem then return step.none("the credentials function: " .. problem) end
    return step.keys(given)
  end
end

-- Providers ----------------------------------------------------------------------------------------------------------

--- The provider that an option describes, and whether it asks nobody.
local function provider(option)
  if type(option) == "function" then return from_function(option), nil, true end
  if type(option) ~= "table" then return nil, "must be a table or a function, not a " .. type(option) end
  if option.type ~= nil then return of_type(option, provider, from_keys) end
  local problem = check_options.problem_with(option, FIELDS, "field")
  if problem then return nil, problem end
  local source
  source, problem = from_keys(option)
  return source, problem, true
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
  local session = sessions.new(provide)
  return function(account, expired) return session:ask(account, expired) end
end

return credentials
