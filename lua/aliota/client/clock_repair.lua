-- How a client's clock is set right where the service has refused a timestamp.
local http_date = require "aliota.util.http_date"

-- A Date header has whole seconds, and the answer took a while. A clock that is closer is not to blame.
local LEAST_SKEW = 60

---@param account aliota.Account
---@param headers table<string, string>  of the answer that refused it
---@param signed_at number  that timestamp, in epoch seconds
---@return boolean helps  whether a timestamp of now would be another one
return function(account, headers, signed_at)
  local date = http_date(headers.date)
  if not date then return math.abs(account:time() - signed_at) >= LEAST_SKEW end
  if math.abs(date - signed_at) < LEAST_SKEW then return false end
  local offset = date - account:ask("clock", "number")
  if math.abs(offset) < LEAST_SKEW then offset = 0 end
  if math.abs(offset - account.clock_offset) >= LEAST_SKEW then
    account.clock_offset = offset
    account:tell("clock", {offset = offset})
  end
  return true
end
