-- Access keys as they are written in many places, under three sets of names: what is wrong with them, and their end.
local key_fields = require "aliota.credentials.key_fields"
local step = require "aliota.credentials.step"
local utc = require "aliota.util.utc"

local keys = {check = key_fields.check}

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
--- What a section of the credentials file calls them. It states no end.
keys.OF_SECTION = {
  access_key_id = "access_key_id", access_key_secret = "access_key_secret", security_token = "security_token",
}

--- The keys among other members; an empty text counts as absent.
---@param members table
---@param names table
---@return aliota.Credentials
function keys.pick(members, names)
  local picked = {}
  for _, field in ipairs(key_fields.FIELDS) do
    local value = members[names[field.name]]
    picked[field.name] = value ~= "" and value or nil
  end
  return picked
end

--- Keys for which nobody states an end are asked for again after so many seconds.
keys.UNSTATED = 60

-- The service's times, and those of other programs, which may have an offset where it has Z (RFC 3339).
local function time_of(text)
  local stamp, sign, hours, minutes = text:upper():match "^(.*)([+-])(%d%d):(%d%d)$"
  if not stamp then return utc.parse(text:upper()) end
  local time, offset = utc.parse(stamp .. "Z"), hours * 3600 + minutes * 60
  return time and time - (sign == "+" and offset or -offset)
end

-- Epoch seconds, or milliseconds, or text. Nil where there is none that can be read, which is no reason to do without
-- the keys: the service says when they are over.
local function end_of(value)
  if type(value) == "string" then return time_of(value) end
  if type(value) ~= "number" or value <= 0 then return nil end
  return value > 1e11 and value / 1000 or value
end

--- Keys that were written down for us, until their end.
---@param members table
---@param names table
---@param unstated number|nil  epoch seconds that count as their end where none is stated
---@return aliota.Step
function keys.read(members, names, unstated)
  local picked = keys.pick(members, names)
  local problem = keys.check(picked, names)
  if problem then return step.none(problem) end
  return step.keys(picked, end_of(names.expires_at and members[names.expires_at]) or unstated)
end

--- A provider of temporary keys that stand in a file, until the end that it states.
---@param members table
---@param names table
---@return fun(): aliota.Step
function keys.temporary(members, names)
  return function()
    local last = keys.read(members, names, math.huge)
    return last.keys and not last.keys.security_token and step.none(names.security_token .. " is missing") or last
  end
end

--- A provider of the key pair in a file, which has no end.
---@param members table  as in a profile
---@return fun(): aliota.Step
function keys.long_lived(members)
  local pair = {access_key_id = members.access_key_id, access_key_secret = members.access_key_secret}
  return function() return keys.read(pair, keys.OF_PROFILE, math.huge) end
end

return keys
