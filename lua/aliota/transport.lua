-- Sends a signed request and brings the answer back. The only module that knows how bytes travel.
local errors = require "aliota.errors"
local loop = require "aliota.loop"
local mask = require "aliota.mask"

-- What the core calls a failure, and what we call it.
local KINDS = {timeout = "timeout", tls = "tls", network = "network", cancelled = "cancelled", ["too large"] = "decode"}

---@class aliota.Route how requests travel
---@field loop aliota.Loop
---@field timeout number          seconds for one attempt
---@field connect_timeout number  seconds of it for reaching the host
---@field ca_file string|nil
---@field proxy fun(): string|nil  "" for none; a function, as the address may hold a password
---@field clock fun(): number

--- Sends one request.
---@param request aliota.Request
---@param action string
---@param route aliota.Route
---@return {status: integer, headers: table<string, string>, body: string, at: number, seconds: number}|nil
---@return aliota.Error|nil
return function(request, action, route)
  local http, at = loop.http(), route.clock()
  local transfer = http:queue {
    url = request.url,
    method = request.method,
    headers = request.headers,
    timeout = route.timeout,
    connect_timeout = route.connect_timeout,
    ca_file = route.ca_file,
    proxy = route.proxy(),
  }
  loop.await(http, transfer, route.loop)
  local answer, failure = transfer:result()
  if answer then
    answer.at = at
    return answer
  end
  local message = mask(failure.message)
  return nil, errors.new {
    kind = KINDS[failure.category],
    message = message,
    action = action,
    attempts = {{at = at, seconds = failure.seconds, outcome = message}},
  }
end
