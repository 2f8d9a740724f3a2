-- How a request over the quota is refused. The code is documented; the status differs between the vendor's pages, and
-- whether this gateway sends the header is unknown, so both are switches.

local refusal = require "aliota.sandbox.refusal"

local throttle = {}

local Throttle = {}
Throttle.__index = Throttle

---@param quota table
---@param options {throttle_status: integer, retry_after: boolean} 200 answers in the service's envelope
function throttle.new(quota, options)
  return setmetatable({quota = quota, status = options.throttle_status, retry_after = options.retry_after}, Throttle)
end

--- Refuses.
---@param seconds number until it makes sense to try again
function Throttle:refuse(seconds)
  local headers = self.retry_after and {["x-acs-retry-after"] = ("%d"):format(math.ceil(seconds * 1000))} or nil
  refusal.raise(self.status, "Throttling.User", "Request was denied due to user flow control.", headers)
end

--- Lets a call through, or refuses it.
---@param account string
---@param action string
function Throttle:admit(account, action)
  local seconds = self.quota:exceeded(account, action)
  if seconds then self:refuse(seconds) end
end

return throttle
