-- Reads a request that carries the signature V3: common parameters are headers, the operation's are in the query.

local call = require "aliota.sandbox.incoming_call"
local refusal = require "aliota.sandbox.refusal"
local signature = require "aliota.sandbox.signature"

local SENT_AS = {
  Action = "x-acs-action",
  Version = "x-acs-version",
  Timestamp = "x-acs-date",
  SignatureNonce = "x-acs-signature-nonce",
  SecurityToken = "x-acs-security-token",
}

local function incomplete(reason)
  refusal.gateway("IncompleteSignature", "The request signature does not conform to the standard: " .. reason)
end

local function read_authorization(text)
  local algorithm, fields = text:match("^([^ \t-\r]+)[ \t-\r]+(.*)$")
  if (algorithm or text) ~= "ACS3-HMAC-SHA256" then
    refusal.gateway("InvalidSignatureMethod", "The signature algorithm must be ACS3-HMAC-SHA256.")
  end
  local members = {}
  for name, value in (fields or ""):gmatch("([A-Za-z]+)=([^,]*)") do members[name] = call.non_empty(value) end
  for _, name in ipairs({"Credential", "SignedHeaders", "Signature"}) do
    if not members[name] then incomplete("Authorization has no " .. name .. ".") end
  end
  return members
end

-- Signature V3, SignedHeaders: host, content-type when sent, and every x-acs-* header must be signed.
local function check_signed(headers, signed_headers)
  local is_signed = {}
  for _, name in ipairs(signed_headers) do is_signed[name] = true end
  if not is_signed.host then incomplete("host is not among SignedHeaders.") end
  for name in pairs(headers) do
    if (name == "content-type" or name:find("^x%-acs%-")) and not is_signed[name] then
      incomplete(name .. " was sent but is not among SignedHeaders.")
    end
  end
end

-- The hash is a claim of the client about the body, so it is checked apart from the signature that covers it.
local function check_body(request)
  local claim = call.non_empty(request.headers["x-acs-content-sha256"])
  if not claim then refusal.missing("ContentSha256", "x-acs-content-sha256") end
  local hash = signature.sha256(request.body)
  if claim ~= hash then
    refusal.gateway("SignatureDoesNotMatch",
      ("x-acs-content-sha256 is %s, the body hashes to %s."):format(claim, hash))
  end
end

--- Request headers of the signature V3.
---@param request table
---@return Call
return function(request)
  local headers, parameters = request.headers, {}
  call.read_parameters(request.query, parameters)
  local authorization = read_authorization(headers.authorization)
  local signed_headers = {}
  for name in authorization.SignedHeaders:gmatch("[^;]+") do signed_headers[#signed_headers + 1] = name end
  check_signed(headers, signed_headers)
  check_body(request)
  return {
    action = call.non_empty(headers["x-acs-action"]),
    version = call.non_empty(headers["x-acs-version"]),
    access_key_id = authorization.Credential,
    timestamp = call.non_empty(headers["x-acs-date"]),
    nonce = call.non_empty(headers["x-acs-signature-nonce"]),
    security_token = call.non_empty(headers["x-acs-security-token"]),
    signature = authorization.Signature,
    parameters = parameters,
    sent_as = SENT_AS,
    sign = function(secret)
      local expected_signature, string_to_sign, canonical_request = signature.v3({
        method = request.method,
        path = request.path,
        parameters = parameters,
        headers = headers,
        signed_headers = signed_headers,
        body = request.body,
      }, secret)
      return expected_signature, ("server string to sign is:%s server canonical request is:%s"):format(
        string_to_sign, canonical_request)
    end,
  }
end
