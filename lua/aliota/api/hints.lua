-- What a person can do about an error, by code and by kind.
local error_codes = require "aliota.api.error_codes"

local BY_KIND = {
  credentials = "pass credentials, or set ALIBABA_CLOUD_ACCESS_KEY_ID and ALIBABA_CLOUD_ACCESS_KEY_SECRET, or "
    .. "configure the vendor's command line: aliyun configure",
  network = "is the endpoint right and reachable from here? A proxy is taken from the proxy option or from http_proxy "
    .. "and https_proxy; proxy = false uses none",
  tls = "does the endpoint speak TLS under this name, or is it http:// rather than https://? If its certificate is "
    .. "from an authority of your own, pass that authority's file as ca_file",
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
  return error_codes.hint(code) or BY_KIND[kind]
end
