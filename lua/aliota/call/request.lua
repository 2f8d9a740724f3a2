-- From an operation and its flat parameters to a signed HTTP request. Pure: clock and nonce are arguments.
local ascii = require "aliota.util.ascii"
local memo = require "aliota.util.memo"
local sign = require("aliota.core").sign
local stamp = require "aliota.util.stamp"

local VERSION = "2018-01-20" -- of the operations that name no other
-- The SHA-256 of no bytes; computing it here would make loading set up all of libcrypto, which takes a millisecond.
local EMPTY_HASH = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"

---@class aliota.core  the C core; what else is in it is its own business
---@field sign aliota.core.Sign

---@class aliota.core.Sign  signs for any product of Alibaba Cloud: see docs/signing.md
---@field v1 fun(method: string, params: table<string, string>, secret: string): string, string, string  the signature,
---the query in canonical form, and the string to sign; the parameters are all but Signature
---@field v3 fun(method: string, path: string, params: table<string, string>, headers: table<string, string>,
---payload_hash: string, secret: string): string, string, string, string  signature, query, signed headers and the
---canonical request
---@field encode fun(text: string): string  percent-encodes as both signatures do
---@field sha256 fun(bytes: string): string  in hex
---@field hmac fun(secret: string, text: string): string  Base64 of the HMAC-SHA256, as webhooks are signed
---@field nonce fun(): string  a text that was never used before

---@class aliota.Request
---@field method string
---@field url string       with the query
---@field headers string[] "Name: value" lines

---@class aliota.Signing what is signed with
---@field operation aliota.Operation
---@field params table<string, string>  flat, as parameters.lua makes them
---@field credentials aliota.Credentials
---@field endpoint aliota.Endpoint
---@field time number      epoch seconds
---@field nonce string     never used before
---@field user_agent string
---@field format "json"|"xml"

local function header_lines(from)
  return {"Accept: application/" .. from.format, "User-Agent: " .. from.user_agent}
end

local function url_with(endpoint, query)
  return query == "" and endpoint.url or endpoint.url .. "?" .. query
end

-- The names of headers in a list such as "host;x-acs-date", of which there are few.
local NAMES = memo(function(list)
  local names = {}
  for name in list:gmatch "[^;]+" do names[#names + 1] = name end
  return names
end, 10)

local schemes = {}

--- Signature V3 (ACS3-HMAC-SHA256): parameters in the query, everything else in signed headers, an empty body. Whether
--- the service obeys the Accept header is not known (XML, When).
---@param from aliota.Signing
---@return aliota.Request
---@return string canonical_request
function schemes.v3(from)
  local operation, keys, endpoint = from.operation, from.credentials, from.endpoint
  local headers = {
    host = endpoint.host,
    ["x-acs-action"] = operation.name,
    ["x-acs-version"] = operation.version or VERSION,
    ["x-acs-date"] = stamp.of(from.time),
    ["x-acs-signature-nonce"] = from.nonce,
    ["x-acs-content-sha256"] = EMPTY_HASH,
  }
  if keys.security_token then
    headers["x-acs-accesskey-id"] = keys.access_key_id
    headers["x-acs-security-token"] = keys.security_token
  end
  local signature, query, signed_headers, canonical_request =
    sign.v3(operation.method, endpoint.path, from.params, headers, EMPTY_HASH, keys.access_key_secret)
  local lines = header_lines(from)
  for _, name in ipairs(NAMES[signed_headers]) do lines[#lines + 1] = name .. ": " .. headers[name] end
  lines[#lines + 1] = ("Authorization: ACS3-HMAC-SHA256 Credential=%s,SignedHeaders=%s,Signature=%s")
    :format(keys.access_key_id, signed_headers, signature)
  return {method = operation.method, url = url_with(endpoint, query), headers = lines}, canonical_request
end

--- RPC signature 1.0 (HMAC-SHA1): everything in the query, the signature last.
---@param from aliota.Signing
---@return aliota.Request
---@return string string_to_sign
function schemes.v1(from)
  local operation, keys = from.operation, from.credentials
  local params = {
    Action = operation.name,
    Version = operation.version or VERSION,
    Format = ascii.upper(from.format),
    AccessKeyId = keys.access_key_id,
    SecurityToken = keys.security_token,
    SignatureMethod = "HMAC-SHA1",
    SignatureVersion = "1.0",
    SignatureNonce = from.nonce,
    Timestamp = stamp.of(from.time),
  }
  for name, value in pairs(from.params) do params[name] = value end
  local signature, query, string_to_sign = sign.v1(operation.method, params, keys.access_key_secret)
  return {
    method = operation.method,
    url = url_with(from.endpoint, query .. "&Signature=" .. sign.encode(signature)),
    headers = header_lines(from),
  }, string_to_sign
end

return schemes
