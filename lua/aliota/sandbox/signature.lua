-- Both signatures as the server computes them: from decoded parameters, with luaossl. This is a second, independent
-- reading of the vendor's rules. It shares no code with what signs there, so that one can judge the other.

local base64 = require "aliota.sandbox.base64"
local byte_order = require "aliota.util.byte_order"
local encode = require("aliota.sandbox.form").encode
local needed = require "aliota.util.needed"
local digest = needed "openssl.digest"
local hmac = needed "openssl.hmac"

local signature = {}

local function hex(bytes)
  return ("%02x"):rep(#bytes):format(bytes:byte(1, -1))
end

-- RPC signature 1.0, canonicalisation: sorted by the raw name, an empty value keeps its "=".
local function canonical_query(parameters, left_out)
  local names = {}
  for name in pairs(parameters) do
    if name ~= left_out then names[#names + 1] = name end
  end
  byte_order.sort(names)
  local pairs_of_query = {}
  for i, name in ipairs(names) do
    pairs_of_query[i] = encode(name) .. "=" .. encode(parameters[name])
  end
  return table.concat(pairs_of_query, "&")
end

---@param bytes string
---@return string hexadecimal lower-case SHA-256
function signature.sha256(bytes)
  return hex(digest.new("sha256"):final(bytes))
end

--- RPC signature 1.0 (HMAC-SHA1).
---@param method string the HTTP method really used
---@param parameters table<string, string> decoded, from query and form body; `Signature` is left out by itself
---@param secret string AccessKeySecret
---@return string signature Base64
---@return string string_to_sign
function signature.v1(method, parameters, secret)
  local string_to_sign = method .. "&%2F&" .. encode(canonical_query(parameters, "Signature"))
  return base64(hmac.new(secret .. "&", "sha1"):final(string_to_sign)), string_to_sign
end

---@class SignedRequest
---@field method string
---@field path string as it was sent
---@field parameters table<string, string> decoded, from the query
---@field headers table<string, string> by lower-case name
---@field signed_headers string[] lower-case names
---@field body string

--- Signature V3 (ACS3-HMAC-SHA256).
---@param request SignedRequest
---@param secret string AccessKeySecret
---@return string signature lower-case hexadecimal
---@return string string_to_sign
---@return string canonical_request
function signature.v3(request, secret)
  local names = {}
  for i, name in ipairs(request.signed_headers) do names[i] = name end
  byte_order.sort(names)
  local lines = {}
  for i, name in ipairs(names) do
    local value = request.headers[name] or ""
    lines[i] = name .. ":" .. value:match("^[ \t-\r]*(.-)[ \t-\r]*$") .. "\n"
  end
  local canonical_request = table.concat({
    request.method,
    request.path,
    canonical_query(request.parameters),
    table.concat(lines),
    table.concat(names, ";"),
    signature.sha256(request.body),
  }, "\n")
  local string_to_sign = "ACS3-HMAC-SHA256\n" .. signature.sha256(canonical_request)
  return hex(hmac.new(secret, "sha256"):final(string_to_sign)), string_to_sign, canonical_request
end

return signature
