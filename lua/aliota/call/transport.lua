-- One attempt to get a signed request answered. The only module that knows how bytes travel.
local lazy = require "aliota.util.lazy"
local connection = lazy "aliota.call.connection"
local loop = require "aliota.loop"
local transport_failure = lazy "aliota.call.transport_failure"

local transport = {}

---@class aliota.Route how requests travel
---@field timeout number          seconds for one attempt
---@field connect_timeout number  seconds of it for reaching the host
---@field ca_file string|nil
---@field proxy fun(url: string): string|nil, string|nil, string|nil  see proxy.chooser
---@field connection aliota.Connection|nil  what else connections are made with

---@class aliota.Addresses: string[]  that a request may tell of, passwords included, in the order of the way
---@field proxy string|nil        that of a proxy, which is one of them
---@field is_proxy_given boolean|nil  by the client's options; else it is the environment's, and no_proxy may say
---otherwise
---@field connection aliota.Connection|nil  that of the route

--- Sends a request on its way; it begins to travel with the next step of the loop.
---@param request aliota.Request
---@param route aliota.Route
---@param seconds number  that are left for it
---@return userdata|table transfer  a table where one has failed at once, with its methods
---@return aliota.Addresses addresses  which whoever answers, or libcurl, may quote
---@return string|nil doubt  whether it takes the way that was meant
function transport.start(request, route, seconds)
  local chosen, of_proxy, doubt = route.proxy(request.url)
  local addresses = {request.private_url}
  if of_proxy then
    addresses[#addresses + 1] = of_proxy
    addresses.proxy, addresses.is_proxy_given = of_proxy, chosen ~= nil
  end
  local wanted = {
    url = request.url,
    method = request.method,
    headers = request.headers,
    body = request.body,
    timeout = math.min(route.timeout, seconds),
    connect_timeout = math.min(route.connect_timeout, seconds),
    ca_file = route.ca_file,
    proxy = chosen,
  }
  if route.connection then return connection.start(wanted, route.connection, addresses), addresses, doubt end
  return loop.http():queue(wanted), addresses, doubt
end

--- What came of a transfer that is done.
---@param transfer userdata
---@param action string|nil
---@param addresses aliota.Addresses  that `start` gave
---@param as_body boolean|nil  hand the body over as it is, see transfer:result
---@return {status: integer, headers: table<string, string>, body: string|aliota.Body, seconds: number}|nil answer
---@return aliota.Error|nil
---@return number seconds  that it took
---@return boolean sent    whether any byte of the request went out, and not only to a proxy that refused it
function transport.finish(transfer, action, addresses, as_body)
  local answer, failure = transfer:result(as_body)
  if not answer then return nil, transport_failure.of(failure, action, addresses), failure.seconds, failure.sent end
  -- Only proxies answer so (RFC 9110, 15.5.8), to a request as to CONNECT.
  if answer.status == 407 then
    return nil, transport_failure.of_proxy(answer.status, action, addresses), answer.seconds, false
  end
  return answer, nil, answer.seconds, true
end

return transport
