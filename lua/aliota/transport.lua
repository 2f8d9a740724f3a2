-- One attempt to get a signed request answered. The only module that knows how bytes travel.
local errors = require "aliota.errors"
local loop = require "aliota.loop"
local mask = require "aliota.mask"

-- What the core calls a failure, and what we call it.
local KINDS = {timeout = "timeout", tls = "tls", network = "network", cancelled = "cancelled", ["too large"] = "decode"}

local transport = {}

---@class aliota.Route how requests travel
---@field timeout number          seconds for one attempt
---@field connect_timeout number  seconds of it for reaching the host
---@field ca_file string|nil
---@field proxy fun(): string|nil  "" for none; a function, as the address may hold a password

--- Sends a request on its way; it begins to travel with the next step of the loop.
---@param request aliota.Request
---@param route aliota.Route
---@param seconds number  that are left for it
---@return userdata transfer
function transport.start(request, route, seconds)
  return loop.http():queue {
    url = request.url,
    method = request.method,
    headers = request.headers,
    body = request.body,
    timeout = math.min(route.timeout, seconds),
    connect_timeout = math.min(route.connect_timeout, seconds),
    ca_file = route.ca_file,
    proxy = route.proxy(),
  }
end

--- What came of a transfer that is done.
---@param transfer userdata
---@param action string|nil
---@return {status: integer, headers: table<string, string>, body: string, seconds: number}|nil answer
---@return aliota.Error|nil
---@return number seconds  that it took
---@return boolean sent    whether any byte of the request went out
function transport.finish(transfer, action)
  local answer, failure = transfer:result()
  if answer then return answer, nil, answer.seconds, true end
  local err = errors.new {kind = KINDS[failure.category], message = mask(failure.message), action = action}
  if failure.category == "too large" then err.retryable = false end
  return nil, err, failure.seconds, failure.sent
end

return transport
