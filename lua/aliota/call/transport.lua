-- One attempt to get a signed request answered. The only module that knows how bytes travel.
local lazy = require "aliota.util.lazy"
local address = lazy "aliota.call.address"
local errors = lazy "aliota.api.errors"
local loop = require "aliota.loop"
local mask = lazy "aliota.call.mask"

local LOGIN = "ProxyAuthenticationRequired"

-- What the core calls a failure, and what we call it.
local FAILURES = {
  timeout = {kind = "timeout"}, tls = {kind = "tls"}, network = {kind = "network"}, cancelled = {kind = "cancelled"},
  ["too large"] = {code = "AnswerTooLarge"}, ["proxy login"] = {kind = "network", code = LOGIN},
}

local UNCLEAR = "the address of the proxy, or of the credentials URI, can't be read and is not shown: percent-encode "
  .. "what is no letter or digit in its user and password, and see whether its port is one"

local SILENT_AT_TLS = "somebody takes the connection and does not go on with TLS: is it https that is spoken there, or "
  .. "http? Else the service or the way to it is slow; raise connect_timeout (seconds)"

local transport = {}

---@class aliota.Route how requests travel
---@field timeout number          seconds for one attempt
---@field connect_timeout number  seconds of it for reaching the host
---@field ca_file string|nil
---@field proxy fun(url: string): string|nil, string|nil, string|nil  see proxy.chooser

--- Sends a request on its way; it begins to travel with the next step of the loop.
---@param request aliota.Request
---@param route aliota.Route
---@param seconds number  that are left for it
---@return userdata transfer
---@return string[] addresses  which whoever answers, or libcurl, may quote; they may hold passwords
---@return string|nil doubt  whether it takes the way that was meant
function transport.start(request, route, seconds)
  local proxy, of_proxy, doubt = route.proxy(request.url)
  local addresses = {request.private_url}
  addresses[#addresses + 1] = of_proxy
  return loop.http():queue {
    url = request.url,
    method = request.method,
    headers = request.headers,
    body = request.body,
    timeout = math.min(route.timeout, seconds),
    connect_timeout = math.min(route.connect_timeout, seconds),
    ca_file = route.ca_file,
    proxy = proxy,
  }, addresses, doubt
end

-- What libcurl says, without passwords. Where it may have taken a part of one for a host, nothing of it is shown.
local function said(failure, addresses)
  for _, each in ipairs(addresses) do
    if address.userinfo(each) and not address.is_clear(each) then return UNCLEAR end
  end
  return mask(failure.message, nil, addresses)
end

-- A proxy has said by HTTP that it lets nothing through, so nothing has reached whoever was meant.
local function refused_by_proxy(status, action)
  local wants_login = status == 407
  return errors.new {
    code = wants_login and LOGIN or "ProxyRefused", action = action, status = status,
    message = ("the proxy answered %d and let nothing through%s"):format(status,
      wants_login and ": it wants another user or password" or ""),
  }
end

local function failed(failure, action, addresses)
  local status, category = failure.proxy_status, failure.category
  if status and status >= 300 then return refused_by_proxy(status, action) end
  local found = FAILURES[category]
  return errors.new {
    kind = found.kind, code = found.code, action = action, message = said(failure, addresses),
    hint = category == "timeout" and failure.connected and not failure.sent and SILENT_AT_TLS or nil,
  }
end

--- What came of a transfer that is done.
---@param transfer userdata
---@param action string|nil
---@param addresses string[]  that `start` gave
---@param as_body boolean|nil  hand the body over as it is, see transfer:result
---@return {status: integer, headers: table<string, string>, body: string|aliota.Body, seconds: number}|nil answer
---@return aliota.Error|nil
---@return number seconds  that it took
---@return boolean sent    whether any byte of the request went out, and not only to a proxy that refused it
function transport.finish(transfer, action, addresses, as_body)
  local answer, failure = transfer:result(as_body)
  if not answer then return nil, failed(failure, action, addresses), failure.seconds, failure.sent end
  -- Only proxies answer so (RFC 9110, 15.5.8), to a request as to CONNECT.
  if answer.status == 407 then return nil, refused_by_proxy(answer.status, action), answer.seconds, false end
  return answer, nil, answer.seconds, true
end

return transport
