-- A quota that the workers of an nginx share, in a lua_shared_dict.
--
-- All workers read the same clock: http.now is CLOCK_MONOTONIC, one for the whole machine, and nobody sets it. Only the
-- lock's expiry goes by nginx's own time, which is cached, hence ngx.update_time, and which may be set back.
local blame = require "aliota.util.blame"
local check_options = require "aliota.util.check_options"
local now = require("aliota.core").http.now
local BUSY = require("aliota.quota.shared_limiter").BUSY
local did_you_mean = require "aliota.util.did_you_mean"
local rate = require "aliota.quota.rate"
local shared_quota = require "aliota.quota.shared_quota"
local shared_window = require "aliota.quota.shared_window"
local types = require "aliota.util.option_types"

---@class aliota.quota.shdict  quotas that the workers of an nginx share
local shdict = {}

-- A lock is held for some ten microseconds. It expires (seconds) if its worker is killed meanwhile.
local LOCK_EXPIRY, TRIES = 1, 100

local Backend = {
  now = now,
  hint_for = function() return "make this lua_shared_dict larger, or give the quota one of its own" end,
}
Backend.__index = Backend

-- Nothing that others keep in the dict is forgotten to make room, but what has expired.
function Backend:store(method, ...)
  local dict = self.dict
  local stored, problem = dict[method](dict, ...)
  if problem ~= "no memory" then return stored, problem end
  dict:flush_expired()
  return dict[method](dict, ...)
end

-- Nobody waits for a worker that was put to sleep while it held the lock: who asks does so again.
function Backend:lock(key)
  for _ = 1, TRIES do
    ngx.update_time()
    local locked, problem = self:store("safe_add", key, now(), LOCK_EXPIRY)
    if locked or problem ~= "exists" then return locked, problem end
  end
  if now() - (self.dict:get(key) or now()) > LOCK_EXPIRY then self.dict:delete(key) end
  return false, "exists"
end

function Backend:apply(key, _, _, ...)
  local lock = key .. ":lock"
  local locked, problem = self:lock(lock)
  if not locked then
    return problem == "exists" and BUSY or nil, problem
  end
  local text, answer = shared_window.apply(self.dict:get(key) or "", now(), ...)
  local kept
  kept, problem = self:store("safe_set", key, text)
  self.dict:delete(lock)
  if not kept then return nil, problem end
  return answer
end

---@class aliota.quota.shdict.Options: aliota.quota.SharedOptions
---@field dict string  the name of a `lua_shared_dict`
local OPTIONS = {dict = types.STRING, account = types.STRING, qps = types.checked(rate.problem_with)}

local function problem_with(options)
  local problem = check_options.problem_with(options, OPTIONS)
  if problem then return problem end
  if not ngx or not ngx.shared then return "there are shared dicts in nginx only" end
  if not options or not options.dict then return "dict is missing, the name of a lua_shared_dict" end
  if not ngx.shared[options.dict] then
    return ("there is no lua_shared_dict %q%s"):format(options.dict, did_you_mean(options.dict, ngx.shared))
  end
end

--- Makes a quota that all workers share who name the same dict and account. Give it a dict of its own, of 100 KB or
--- more: in one that is filled by others, what the quota knows may be forgotten.
---@param options aliota.quota.shdict.Options
---@return aliota.SharedQuota
function shdict.new(options)
  local problem = problem_with(options)
  if problem then blame("quota.shdict.new: " .. problem) end
  return shared_quota.new(setmetatable({
    dict = ngx.shared[options.dict], name = ("the shared dict %q"):format(options.dict),
  }, Backend), options)
end

return shdict
