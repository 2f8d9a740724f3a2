-- Finds in a refusal what the service signed. It may have been copied from an error, a log or an answer in JSON or XML.

local quoted = {}

-- A line end may have become `\n` on the way, "/" `\/`, and "&" an entity.
local function restored(message)
  return (message:gsub("\\n", "\n"):gsub("\\/", "/"):gsub("\r\n", "\n"):gsub("&amp;", "&"))
end

local function after(message, label)
  return message:match("[Ss]erver[ \t-\r]*" .. label .. "[ \t-\r]*i?s?[ \t-\r]*:[ \t-\r]*(.*)$")
end

local STRING_TO_SIGN, CANONICAL_REQUEST = "[Ss]tring[ \t-\r]*[Tt]o[ \t-\r]*[Ss]ign", "[Cc]anonical[ \t-\r]*[Rr]equest"

local ALGORITHM = "^[A-Z]+%d+%-HMAC"
local HASH = ("%x"):rep(64)

--- The string to sign of RPC signature 1.0.
---@param message string
---@return string|nil
---@return string|nil problem
function quoted.v1(message)
  local text = after(restored(message), STRING_TO_SIGN)
  text = text and text:match "^[^ \t-\r\"'<,]+"
  if not text then return nil, "there is no string to sign in the message" end
  if text:find(ALGORITHM) then return nil, "the request was signed with V3, this client signs with V1" end
  return text
end

--- The canonical request of signature V3, which ends with the body's hash.
---@param message string
---@return string|nil
---@return string|nil problem
function quoted.v3(message)
  message = restored(message)
  local request = after(message, CANONICAL_REQUEST)
  local text = request and request:match("^.-\n" .. HASH)
  if text then return text end
  local to_sign = after(message, STRING_TO_SIGN)
  if not to_sign then return nil, "there is no canonical request in the message" end
  if not to_sign:find(ALGORITHM) then return nil, "the request was signed with V1, this client signs with V3" end
  return nil, "the message has the string to sign, which is but a hash, and no canonical request to compare with"
end

return quoted
