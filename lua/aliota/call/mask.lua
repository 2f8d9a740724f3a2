-- The one function that keeps secrets out of whatever is shown or logged.
local address = require "aliota.call.address"
local ascii = require "aliota.util.ascii"
local decode = require "aliota.util.percent_decode"
local encode = require("aliota.core").sign.encode

local MASKED = "***"

-- A text this short is no real secret, and taking it out of messages would spell it.
local SHORTEST_SECRET = 8
local SHORTEST_USERINFO = 3 -- a colon among them

-- What follows one of these names is secret, whoever's it is: in a header, a query, JSON, or a string to sign, where
-- "=" is encoded once or twice. The value ends with the next parameter, before an "&" that is encoded as often.
local NAMES = {"[Ss]ignature", "[Ss]ecurity%-?[Tt]oken", "[Aa]ccess%-?[Kk]ey%-?[Ss]ecret", "[Aa]uthorization"}
local SEPARATORS = {
  {"\\?[\"']?[ \t-\r]*[=:][ \t-\r]*\\?[\"']?", "&"}, {"%%3[Dd]", "%%26"}, {"%%253[Dd]", "%%2526"},
}
local VALUE = "[^& \t-\r,\"'\\]+"
-- In that header it may stand behind the name of a scheme, as in "Basic dTpw".
local AUTHORIZATION = "([Aa]uthorization\\?[\"']?[ \t-\r]*[=:][ \t-\r]*\\?[\"']?[A-Za-z]+[ \t-\r]+)[A-Za-z0-9+/_~.-]+=*"

-- A pattern for the text in which the hex digits of %2F may be in either case.
local function pattern_of(text)
  return (text:gsub("[^A-Za-z0-9]", "%%%0"):gsub("%%%%(%x)(%x)", function(high, low)
    return ("%%%%[%s%s][%s%s]"):format(ascii.lower(high), ascii.upper(high), ascii.lower(low), ascii.upper(low))
  end))
end

-- A secret may stand as it is, percent-encoded (in a query) or encoded twice (in a string to sign).
local function mask_secret(text, secret)
  for _ = 1, 3 do
    text = text:gsub(pattern_of(secret), MASKED)
    secret = encode(secret)
  end
  return text
end

local function mask_values(text, name, separator, ending)
  return (text:gsub("(" .. name .. separator .. ")(" .. VALUE .. ")", function(before, value)
    return before .. MASKED .. (value:match(ending .. ".*") or "")
  end))
end

-- As it is written in an address, and as it is meant.
local function mask_part(text, part, shortest)
  for _, secret in ipairs {part, part and decode(part)} do
    if #secret >= shortest then text = mask_secret(text, secret) end
  end
  return text
end

local function mask_userinfo(text, url)
  local userinfo, password = address.userinfo(url)
  return mask_part(mask_part(text, userinfo, SHORTEST_USERINFO), password, SHORTEST_SECRET)
end

-- The secrets of `credentials` and `addresses`, wherever they stand.
local function mask_known(text, credentials, addresses)
  for _, field in ipairs {"access_key_secret", "security_token"} do
    local secret = credentials and credentials[field]
    if secret and #secret >= SHORTEST_SECRET then text = mask_secret(text, secret) end
  end
  for _, url in ipairs(addresses or {}) do text = mask_userinfo(text, url) end
  return text
end

-- More bytes than any secret of these has, however it is written.
local function longest_secret(credentials, addresses)
  local longest = 0
  for _, field in ipairs {"access_key_secret", "security_token"} do
    longest = math.max(longest, #(credentials and credentials[field] or ""))
  end
  for _, url in ipairs(addresses or {}) do longest = math.max(longest, #url) end
  return longest * #"%252F"
end

-- The beginning of a text without the secrets in it. Where it is cut may stand half of one, which nothing can tell for
-- a secret: as much as a whole one takes is left out after it, and what may be the user in an address.
local function mask_beginning(text, most, credentials, addresses)
  local longest = longest_secret(credentials, addresses)
  local masked = mask_known(text:sub(1, most + longest), credentials, addresses)
  return (masked:sub(1, math.max(0, #masked - longest)):gsub("://[^/ \t-\r@]*$", "://" .. MASKED))
end

--- Replaces the secrets of `credentials` and `addresses`, whatever looks like a signature or token, and passwords in
--- any address by `***`.
---@param text string
---@param credentials aliota.Credentials|nil its secret and token are taken out wherever they stand
---@param addresses string[]|nil             the same, for users and passwords in them
---@param most integer|nil  bytes of the text that are wanted, about; what follows costs nothing and is left out
---@return string
return function(text, credentials, addresses, most)
  if most and #text > most then
    text = mask_beginning(text, most, credentials, addresses)
  else
    text = mask_known(text, credentials, addresses)
  end
  text = text:gsub(AUTHORIZATION, "%1" .. MASKED)
  for _, name in ipairs(NAMES) do
    for _, separator in ipairs(SEPARATORS) do text = mask_values(text, name, separator[1], separator[2]) end
  end
  return (text:gsub("://[^/ \t-\r]*@", "://" .. MASKED .. "@"))
end
