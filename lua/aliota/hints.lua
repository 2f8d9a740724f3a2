-- What a person can do about an error, by gateway code (error codes, Signature V3) and by kind.

local BY_CODE = {
  ["InvalidAccessKeyId.NotFound"] = "the access key id is unknown to the service; was it deleted, or mistyped?",
  ["InvalidAccessKeyId.Inactive"] = "the access key is disabled; enable it in the RAM console or use another",
  SignatureDoesNotMatch = "the access key secret does not belong to the access key id, or a proxy changed the request",
  IncompleteSignature = "a proxy between here and the service may have removed headers",
  ["InvalidTimeStamp.Expired"] = "the clock of this machine is more than 15 minutes off; set it",
  IllegalTimestamp = "the clock of this machine is more than 15 minutes off; set it",
  SignatureNonceUsed = "each request needs a nonce of its own; is the nonce option a constant?",
  ["Forbidden.RAM"] = "this user may not call the operation; grant it the iot permission in RAM",
  ["InvalidApi.NotFound"] = "does the endpoint belong to IoT Platform, and to the right region?",
  ["InvalidAction.NotFound"] = "does the endpoint belong to IoT Platform, and to the right region?",
  ["InvalidProtocol.NeedSsl"] = "the service wants https; change the endpoint",
}

local BY_KIND = {
  credentials = "pass credentials = {access_key_id =, access_key_secret =}, or set ALIBABA_CLOUD_ACCESS_KEY_ID and "
    .. "ALIBABA_CLOUD_ACCESS_KEY_SECRET",
  network = "is the endpoint right and reachable from here? A proxy can be set with the proxy option",
  tls = "if the service is behind your own certificate authority, pass its file as ca_file",
  timeout = "the service or the way to it is slow; raise timeout or connect_timeout (seconds)",
  throttled = "the account may run only so many requests a second, shared by all its users; wait and try again",
}

--- One line of advice, or nil.
---@param kind string
---@param code string|nil
---@return string|nil
return function(kind, code)
  return BY_CODE[code] or BY_KIND[kind]
end
