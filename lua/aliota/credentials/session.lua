-- Keys that are asked for before every request and seldom change: kept while they serve, renewed before they end, by
-- one fetch at a time however many calls want them.
local fetch = require "aliota.credentials.fetch"

---@class aliota.KeySession
local Session = {}
Session.__index = Session

-- Keys are renewed so long before they end, or this share of their life before; whichever is shorter. Seconds.
local EARLY, SHARE = 300, 0.2
-- After an attempt to renew keys that still serve. Seconds.
local PAUSE = 10

--- Makes a source of keys out of a provider.
---@param provide fun(account: aliota.Account, expired: aliota.Credentials|nil): aliota.Step
---@return aliota.KeySession
function Session.new(provide)
  return setmetatable({provide = provide}, Session)
end

local function are_same(some, other)
  return some.access_key_id == other.access_key_id and some.access_key_secret == other.access_key_secret
    and some.security_token == other.security_token
end

local function serves(kept, expired, now)
  return kept ~= nil and now < kept.expires_at and not (expired and are_same(kept.keys, expired))
end

function Session:settle(account, done)
  local now = account:time()
  self.fetch, self.tried_at, self.offset = nil, now, account.clock_offset
  if done.problem then
    if serves(self.kept, nil, now) then
      account:tell("warning", {message = "keys could not be renewed, the old ones serve on: " .. done.problem})
    end
    return
  end
  self.kept = done.expires_at and done or nil
  if not self.kept then return end
  self.margin = math.min(EARLY, SHARE * (done.expires_at - now))
  account:tell("credentials", {
    provider = done.provider, expires_at = done.expires_at < math.huge and done.expires_at or nil,
  })
end

function Session:start(account, expired)
  local begun = fetch.new(self.provide(account, expired), account.config, function(done) self:settle(account, done) end)
  if not begun.done then self.fetch = begun end
  return begun
end

-- Whether keys that serve are to be renewed: they are near their end, or that was reckoned by a clock which has been
-- set right since. A clock that has been set back ends the pause.
function Session:is_due(account, now)
  local since = now - self.tried_at
  if since >= 0 and since < PAUSE then return false end
  return now >= self.kept.expires_at - self.margin or account.clock_offset ~= self.offset
end

--- Keys for one request.
---@param account aliota.Account
---@param expired aliota.Credentials|nil  keys that the service no longer takes
---@return aliota.Fetch  which is through already while there are keys that serve
function Session:ask(account, expired)
  local now = account:time()
  if self.fetch then self.fetch:advance() end
  if not serves(self.kept, expired, now) then return self.fetch or self:start(account, expired) end
  if not self.fetch and self:is_due(account, now) then self:start(account) end
  return self.kept
end

return Session
