-- Access keys as they are written in many places, under three sets of names: what is wrong with them, and their end.
local step = require "aliota.credentials.step"
local utc = require "aliota.utc"

local keys = {}

---@class aliota.Credentials
---@field access_key_id string
---@field access_key_secret string
---@field security_token string|nil  with temporary keys (STS)

local FIELDS = {
  {name = "access_key_id", required = true},
  {name = "access_key_secret", required = true},
  {name = "security_token"},
}

--- What the service calls them: in answers of STS, of the metadata service, of a credentials URI.
keys.OF_SERVICE = {
  access_key_id = "AccessKeyId", access_key_secret = "AccessKeySecret", security_token = "SecurityToken",
  expires_at = "Expiration",
}
--- What the vendor's command line calls them in its configuration.
keys.OF_PROFILE = {
  access_key_id = "access_key_id", access_key_secret = "access_key_secret", security_token = "sts_token",
  expires_at = "sts_expiration",
}

local function problem_with_text(value)
  if value == "" then return "is empty" end
  if value:find("[%s%c]") then return "holds blanks or control characters; was it copied with a line end?" end
  if value:find("^[\"']") or value:find("[\"']$") then return "has quotes around it" end
end

--- Checks keys, naming a bad field and never showing it.
---@param value any
---@param names table|nil what the fields are called where they come from
---@return string|nil problem
function keys.check(value, names)
  if type(value) ~= "table" then return "credentials must be a table, not a " .. type(value) end
  for _, field in ipairs(FIELDS) do
    local name, text = names and names[field.name] or field.name, value[field.name]
    if text == nil then
      if field.required then return name .. " is missing" end
    elseif type(text) ~= "string" then
      return ("%s must be a string, not a %s"):format(name, type(text))
    else
      local problem = problem_with_text(text)
      if problem then return name .. " " .. problem end
    end
  end
end

--- The keys among other members; an empty text counts as absent.
---@param members table
---@param names table
---@return aliota.Credentials
function keys.pick(members, names)
  local picked = {}
  for _, field in ipairs(FIELDS) do
    local value = members[names[field.name]]
    picked[field.name] = value ~= "" and value or nil
  end
  return picked
end

--- Keys for which nobody states an end are asked for again after so many seconds.
keys.UNSTATED = 60

-- Epoch seconds, or milliseconds, or text as the service writes times. Nil where there is none, false for nonsense.
local function end_of(value)
  if value == nil or value == "" or value == 0 then return nil end
  local time = type(value) == "number" and value or utc.parse(value)
  return time and (time > 1e11 and time / 1000 or time) or false
end

--- Keys that were written down for us, until their end.
---@param members table
---@param names table
---@param unstated number|nil  epoch seconds that count as their end where none is stated
---@return aliota.Step
function keys.read(members, names, unstated)
  local picked = keys.pick(members, names)
  local problem = keys.check(picked, names)
  local expires_at = end_of(members[names.expires_at])
  if not problem and expires_at == false then problem = names.expires_at .. " is no time" end
  if problem then return step.none(problem) end
  return step.keys(picked, expires_at or unstated)
end

--- A provider of the key pair in a file, which has no end.
---@param members table  as in a profile
---@return fun(): aliota.Step
function keys.long_lived(members)
  local pair = {access_key_id = members.access_key_id, access_key_secret = members.access_key_secret}
  return function() return keys.read(pair, keys.OF_PROFILE, math.huge) end
end

return keys
