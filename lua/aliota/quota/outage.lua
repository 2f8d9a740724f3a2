-- Tells those who call that their process goes on with its share of a quota, and when that is over: each once for an
-- outage of the backend, however many calls of however many operations it meets.
local decimal = require "aliota.util.decimal"

---@class aliota.QuotaOutage
---@field told table<fun(message: string), boolean>  who knows of it
---@field over_at number  when the last one was over
local Outage = {}
Outage.__index = Outage

local WEAK = {__mode = "k"}

---@param name string   of the backend
---@param share number  of the quota
---@return aliota.QuotaOutage
function Outage.new(name, share)
  return setmetatable({name = name, share = share, told = setmetatable({}, WEAK), over_at = -math.huge}, Outage)
end

--- A call goes by the share.
---@param warn (fun(message: string))|nil  of who makes it
---@param failed_at number  when the backend was last found to be away
---@param problem string    why it is
function Outage:note(warn, failed_at, problem)
  if not warn or self.told[warn] or failed_at <= self.over_at then return end
  self.told[warn] = true
  warn(("calls are made by %s of the quota, as that is kept in %s: %s"):format(decimal.text(self.share), self.name,
    problem))
end

--- The backend lets calls through again.
---@param now number
function Outage:finish(now)
  local told = self.told
  if not next(told) then return end
  self.told, self.over_at = setmetatable({}, WEAK), now
  for warn in pairs(told) do warn(("calls are made by the whole quota again: %s is back"):format(self.name)) end
end

return Outage
