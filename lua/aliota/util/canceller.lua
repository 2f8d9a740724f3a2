-- Ends calls and listings from outside: whoever holds a canceller can, from an event, a signal or another coroutine.
local blame = require "aliota.util.blame"
local check_self = require "aliota.util.check_self"

---@class aliota.Canceller
---@field reason string|nil  once cancelled
local Canceller = {}
Canceller.__index = Canceller
Canceller.__name = "aliota.Canceller"

local canceller = {}

--- Makes a canceller; pass it as `cancel` with the parameters of a call or a listing.
---@return aliota.Canceller
function canceller.new()
  return setmetatable({}, Canceller)
end

--- Whether a value is a canceller.
---@param value any
---@return boolean
function canceller.is(value)
  return getmetatable(value) == Canceller
end

--- Ends whatever was given this canceller, now and later: it comes back with an error of kind `cancelled`.
---@param reason string|nil  for the error's message
function Canceller:cancel(reason)
  check_self(self, Canceller, "canceller:cancel")
  if reason ~= nil and type(reason) ~= "string" then blame("cancel: a reason must be a string") end
  self.reason = self.reason or reason or "cancelled"
end

return canceller
