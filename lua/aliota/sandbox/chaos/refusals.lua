-- Faults that the gateway or the service answers in its own envelope, though nothing is wrong with the request.

local refusal = require "aliota.sandbox.refusal"

local refusals = {}

-- Each code with the status that it has in the error tables.
local SERVER_ERRORS = {
  [500] = "InternalError",
  [503] = "ServiceUnavailable",
}

-- Which goes first when several strike: what the gateway finds out before the service.
local KINDS = {
  {"expired_token", function()
    refusal.gateway("InvalidSecurityToken.Expired", "Specified SecurityToken is expired.")
  end},
  {"throttled", function(_, throttle) throttle(1) end},
  {"server_error", function(strike)
    refusal.raise(strike.status, SERVER_ERRORS[strike.status] or "ServiceUnavailable",
      "The request has failed due to a temporary failure of the server.")
  end},
  {"business_error", function(strike)
    refusal.business(strike.code, "The system is busy. Please try again later.")
  end},
}

--- Raises a refusal if one strikes.
---@param strikes table<string, Strike>
---@param throttle fun(seconds: number) raises the refusal of a throttled request
function refusals.raise(strikes, throttle)
  for _, kind in ipairs(KINDS) do
    local strike = strikes[kind[1]]
    if strike then kind[2](strike, throttle) end
  end
end

return refusals
