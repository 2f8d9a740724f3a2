-- What a person can do about an error, by gateway code (error codes, Signature V3) and by kind.

local BY_CODE = {
  ["InvalidAccessKeyId.NotFound"] = "the access key id is unknown to the service; was it deleted, or mistyped?",
  ["InvalidAccessKeyId.Inactive"] = "the access key is disabled; enable it in the RAM console or use another",
  SignatureDoesNotMatch = "the access key secret does not belong to the access key id, or a proxy changed the request; "
    .. "client:explain(action, params):compare(err) tells which",
  IncompleteSignature = "a proxy between here and the service may have removed headers",
  ["InvalidTimeStamp.Expired"] = "the clock of this machine is more than 15 minutes off; set it",
  IllegalTimestamp = "the clock of this machine is more than 15 minutes off; set it",
  SignatureNonceUsed = "the request may have been sent twice when a connection broke, then try again; or is the nonce "
    .. "option a constant?",
  ["Forbidden.RAM"] = "this user may not call the operation; grant it the iot permission in RAM",
  Forbidden = "this user may not call the operation; grant it the iot permission in RAM",
  ["iot.system.InstanceNotFound"] = "an instance that has an id must be named; pass it as instance_id",
  ["iot.Sre.IotInstanceNotFound"] = "an instance that has an id must be named; pass it as instance_id",
  ["InvalidApi.NotFound"] = "does the endpoint belong to IoT Platform, and to the right region?",
  ["InvalidAction.NotFound"] = "does the endpoint belong to IoT Platform, and to the right region?",
  ["iot.ota.JobNotFound"] = "is the JobId right, and of this region, account and instance? "
    .. "client:jobs {ProductKey = …} lists those that there are",
  ["InvalidProtocol.NeedSsl"] = "the service wants https; change the endpoint",
}

local BY_KIND = {
  credentials = "pass credentials, or set ALIBABA_CLOUD_ACCESS_KEY_ID and ALIBABA_CLOUD_ACCESS_KEY_SECRET, or "
    .. "configure the vendor's command line: aliyun configure",
  network = "is the endpoint right and reachable from here? A proxy is taken from the proxy option or from http_proxy "
    .. "and https_proxy; proxy = false uses none",
  tls = "does the endpoint speak TLS under this name? If its certificate is from an authority of your own, pass that "
    .. "authority's file as ca_file",
  timeout = "the service or the way to it is slow; raise timeout or connect_timeout (seconds)",
  http = "something between here and the service answered, such as a proxy or a login page; is the endpoint right?",
  decode = "something between here and the service may have changed the answer; if it stays, report the request id",
  throttled = "the account may run only so many requests a second, shared by all its users; wait and try again",
}

--- One line of advice, or nil.
---@param kind string
---@param code string|nil
---@return string|nil
return function(kind, code)
  if code and code:find("^InvalidSecurityToken") then
    return "the security token is wrong or has expired; get new temporary keys"
  end
  return BY_CODE[code] or BY_KIND[kind]
end
