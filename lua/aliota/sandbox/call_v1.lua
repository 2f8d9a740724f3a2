-- Reads a request that carries the RPC signature 1.0: everything is a parameter, in the query or in a form body.

local ascii = require "aliota.util.ascii"
local call = require "aliota.sandbox.incoming_call"
local refusal = require "aliota.sandbox.refusal"
local signature = require "aliota.sandbox.signature"

local FORM = "^application/x%-www%-form%-urlencoded"

local function parameters_of(request)
  local parameters = {}
  call.read_parameters(request.query, parameters)
  local content_type = request.headers["content-type"] or ""
  if request.method == "POST" and ascii.lower(content_type):find(FORM) then
    call.read_parameters(request.body, parameters)
  end
  return parameters
end

local FORMATS = {JSON = true, XML = true}

local function check_constants(parameters)
  if (parameters.SignatureMethod or "HMAC-SHA1") ~= "HMAC-SHA1" then
    refusal.gateway("InvalidSignatureMethod", "The signature method must be HMAC-SHA1.")
  end
  if (parameters.SignatureVersion or "1.0") ~= "1.0" then
    refusal.gateway("InvalidSignatureVersion", "The signature version must be 1.0.")
  end
  if not FORMATS[ascii.upper(parameters.Format or "XML")] then
    refusal.gateway("InvalidFormat", "The format must be JSON or XML.")
  end
end

--- Common request parameters of the RPC signature 1.0.
---@param request table
---@return Call
return function(request)
  local parameters = parameters_of(request)
  local non_empty = call.non_empty
  check_constants(parameters)
  return {
    action = non_empty(parameters.Action),
    version = non_empty(parameters.Version),
    access_key_id = non_empty(parameters.AccessKeyId),
    timestamp = non_empty(parameters.Timestamp),
    nonce = non_empty(parameters.SignatureNonce),
    security_token = non_empty(parameters.SecurityToken),
    signature = non_empty(parameters.Signature),
    parameters = parameters,
    sent_as = {},
    sign = function(secret)
      local expected_signature, string_to_sign = signature.v1(request.method, parameters, secret)
      return expected_signature, "server string to sign is:" .. string_to_sign
    end,
  }
end
