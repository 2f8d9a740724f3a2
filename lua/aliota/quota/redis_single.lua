-- The route to one Redis, which has every key.
local Server = require "aliota.quota.redis_server"

local Single = {}
Single.__index = Single

function Single:find() return self.server end

function Single.problem_with(_, server)
  if server.about.redis_mode == "sentinel" then return "it is a Sentinel, which keeps nothing" end
end

function Single.heed() end

---@param address aliota.RedisAddress
---@return aliota.RedisRoute
return function(address)
  return setmetatable({server = Server.new(address), name = "Redis at " .. address.name}, Single)
end
