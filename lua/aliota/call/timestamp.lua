-- The timestamps of one call: what its attempts are signed with, and whether a clock that is off is why one of them was
-- refused.

---@class aliota.Timestamp
---@field account aliota.Account
---@field repairs integer
---@field latest number|nil  epoch seconds
local Timestamp = {}
Timestamp.__index = Timestamp

-- So often a call is repeated because of the clock. A second time helps where that was set meanwhile, or where two
-- servers of one address are not of one mind; one that goes on like that would never be satisfied.
local MOST_REPAIRS = 2

local timestamp = {}

---@param account aliota.Account
---@return aliota.Timestamp
function timestamp.new(account)
  return setmetatable({account = account, repairs = 0}, Timestamp)
end

--- What the next attempt is signed with.
---@return number epoch seconds
function Timestamp:take()
  self.latest = self.account:time()
  return self.latest
end

--- After a refusal for the timestamp: whether another attempt will have a better one.
---@param headers table<string, string>  of the refusal
---@return boolean
function Timestamp:is_mended(headers)
  if self.repairs == MOST_REPAIRS or not self.account:repair_clock(headers, self.latest) then return false end
  self.repairs = self.repairs + 1
  return true
end

return timestamp
