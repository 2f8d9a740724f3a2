-- Where access keys come from. A provider is a function that is asked before every request:
--   provider(expired) → true, credentials | false, message
-- `expired` are keys that the service no longer takes, when it is asked again for that reason.
-- The boolean comes first so that a key that is nil can never be taken for an error text, nor a secret be shown as one.

local did_you_mean = require "aliota.did_you_mean"

local credentials = {}

---@class aliota.Credentials
---@field access_key_id string
---@field access_key_secret string
---@field security_token string|nil  with temporary keys (STS)

local FIELDS = {
  {name = "access_key_id", required = true},
  {name = "access_key_secret", required = true},
  {name = "security_token"},
}

--- Checks keys, naming a bad field and never showing it.
---@param keys any
---@param names table|nil what the fields are called where they come from
---@return string|nil problem
function credentials.check(keys, names)
  if type(keys) ~= "table" then return "credentials must be a table, not a " .. type(keys) end
  for _, field in ipairs(FIELDS) do
    local name, value = names and names[field.name] or field.name, keys[field.name]
    if value == nil then
      if field.required then return name .. " is missing" end
    elseif type(value) ~= "string" then
      return ("%s must be a string, not a %s"):format(name, type(value))
    elseif value == "" then
      return name .. " is empty"
    elseif value:find("[%s%c]") then
      return name .. " holds blanks or control characters; was it copied with a line end?"
    end
  end
end

-- The official variables (Credentials, environment).
local ENVIRONMENT = {
  access_key_id = "ALIBABA_CLOUD_ACCESS_KEY_ID",
  access_key_secret = "ALIBABA_CLOUD_ACCESS_KEY_SECRET",
  security_token = "ALIBABA_CLOUD_SECURITY_TOKEN",
}

local function from_environment()
  local keys = {}
  for field, variable in pairs(ENVIRONMENT) do
    local value = os.getenv(variable)
    keys[field] = value ~= "" and value or nil
  end
  local problem = credentials.check(keys, ENVIRONMENT)
  if problem then return false, "environment: " .. problem end
  return true, keys
end

local function from_function(ask)
  return function(expired)
    local ok, keys, message = pcall(ask, expired)
    if not ok then return false, "the credentials function failed: " .. tostring(keys) end
    if not keys then
      return false, "the credentials function gave none: " .. tostring(message or "no reason given")
    end
    local problem = credentials.check(keys)
    if problem then return false, "the credentials function: " .. problem end
    return true, keys
  end
end

local function unknown_field(keys)
  local known = {}
  for _, field in ipairs(FIELDS) do known[field.name] = true end
  for name in pairs(keys) do
    if not known[name] then return ("there is no field %q%s"):format(tostring(name), did_you_mean(name, known)) end
  end
end

local function from_table(keys)
  local copy = {}
  for name, value in pairs(keys) do copy[name] = value end
  return function() return true, copy end
end

--- The provider for the `credentials` option.
---@param option aliota.Credentials|(fun(): aliota.Credentials|nil, string|nil)|nil nil: the environment
---@return (fun(): boolean, aliota.Credentials|string)|nil provider
---@return string|nil problem
function credentials.provider(option)
  if option == nil then return from_environment end
  if type(option) == "function" then return from_function(option) end
  local problem = credentials.check(option) or unknown_field(option)
  if problem then return nil, "credentials: " .. problem end
  return from_table(option)
end

return credentials
