-- The one function that keeps secrets out of whatever is shown or logged.

local MASKED = "***"

-- What follows one of these names, in a header, in a query or in a string to sign (where = is %3D or %253D), is secret.
local SECRET_NAMES = {"[Ss]ignature", "[Ss]ecurity%-?[Tt]oken", "[Aa]ccess%-?[Kk]ey%-?[Ss]ecret", "[Aa]uthorization"}
local SEPARATORS = {"=", "%%3D", "%%253D", ":%s*"}

local function escape(text) return (text:gsub("%W", "%%%0")) end

local function percent_encode(text)
  return (text:gsub("[^%w%-%._~]", function(c) return ("%%%02X"):format(c:byte()) end))
end

-- A secret may stand as it is, percent-encoded (in a query) or encoded twice (in a string to sign).
local function mask_secret(text, secret)
  for _ = 1, 3 do
    text = text:gsub(escape(secret), MASKED)
    secret = percent_encode(secret)
  end
  return text
end

--- Replaces the secrets of `credentials`, and whatever looks like a signature or token, by `***`.
---@param text string
---@param credentials table|nil `access_key_secret` and `security_token` are taken out wherever they stand
---@return string
return function(text, credentials)
  for _, field in ipairs {"access_key_secret", "security_token"} do
    local secret = credentials and credentials[field]
    if secret and secret ~= "" then text = mask_secret(text, secret) end
  end
  for _, name in ipairs(SECRET_NAMES) do
    for _, separator in ipairs(SEPARATORS) do
      text = text:gsub("(" .. name .. separator .. ")[^&%s,%%]+", "%1" .. MASKED)
    end
  end
  return text
end
