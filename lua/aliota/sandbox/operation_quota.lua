-- The QPS quota: so many calls of one operation by one account in any second, wherever the second begins.

local quota = {}

local Quota = {}
Quota.__index = Quota

-- Operations, QPS. ModifyOTAFirmware has no documented figure; this one is an assumption.
local MOST, LEAST, OTHERS = 20, 5, 10
local DOCUMENTED = {
  CancelOTATaskByJob = LEAST,
  ConfirmOTATask = MOST,
  CreateOTADynamicUpgradeJob = MOST,
  CreateOTAStaticUpgradeJob = MOST,
  QueryOTAFirmware = MOST,
  ReupgradeOTATask = MOST,
}

--- The documented limit of an operation.
---@param action string
---@return integer
function quota.limit_of(action)
  return DOCUMENTED[action] or OTHERS
end

---@param qps integer|boolean for every operation; true for the documented limits, false for none
---@param now fun(): number seconds of a clock that nobody sets
---@param counts_refused boolean? whether a call that is not let through uses up the quota, too
function quota.new(qps, now, counts_refused)
  return setmetatable({qps = qps, now = now, counts_refused = counts_refused, calls = {}}, Quota)
end

function Quota:limit(action)
  if self.qps == true then return quota.limit_of(action) end
  return self.qps
end

--- Counts a call, unless it would be one too many. Whether refused calls count is open: `throttled_calls`.
---@param account string
---@param action string
---@return number? seconds until the next call is let through; nil when this one is
function Quota:exceeded(account, action)
  local limit = self:limit(action)
  if not limit then return nil end
  local key = account .. "\0" .. action
  local calls = self.calls[key]
  if not calls then
    calls = {count = 0}
    self.calls[key] = calls
  end
  -- The last calls, each in the place of the one that was `limit` calls before it.
  local now, place = self.now(), calls.count % limit
  local before = calls[place]
  local seconds = before and now - before < 1 and before + 1 - now or nil
  if seconds and not self.counts_refused then return seconds end
  calls[place] = now
  calls.count = calls.count + 1
  return seconds
end

return quota
