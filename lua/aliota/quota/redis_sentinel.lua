-- The route to the master that Sentinels watch, and to another one after a fail-over.
--
-- In one that somebody orders, the old master takes writes for seconds beside the new one. So a Sentinel is asked again
-- now and then, also while all goes well: no process stays with the old one for long, and the new one lets nobody go
-- meanwhile (redis.lua).
local endpoint = require "aliota.quota.redis_endpoint"
local now = require("aliota.core").http.now

-- Seconds after which a Sentinel is asked again; and when none has told anything.
local CHECK, LATER = 0.5, 5

---@class aliota.RedisSentinelRoute: aliota.RedisRoute
---@field sentinels aliota.RedisServer[]
---@field turn integer  of the one to ask next: the last one that answered
---@field master aliota.RedisServer|nil
---@field check_at number
local Sentinel = {}
Sentinel.__index = Sentinel

-- What one says: a server; nil and why not.
function Sentinel:ask(sentinel)
  local reply, problem = sentinel:with_session(function(session)
    return session.command("sentinel", "get-master-addr-by-name", self.master_name)
  end)
  if reply then return self.server_of(reply[1], math.floor(tonumber(reply[2]))) end
  problem = problem or ("knows no master %q"):format(self.master_name)
  return nil, ("the Sentinel at %s: %s"):format(sentinel.name, problem)
end

-- Asks one after the other, for no longer than one may take to answer.
function Sentinel:ask_all()
  local give_up, problems = now() + self.timeout, {}
  for _ = 1, #self.sentinels do
    local master, problem = self:ask(self.sentinels[self.turn])
    if master then return master end
    problems[#problems + 1] = problem
    self.turn = self.turn % #self.sentinels + 1
    if now() >= give_up then break end
  end
  return nil, table.concat(problems, "; ")
end

-- The master; that of before, while no Sentinel tells.
function Sentinel:find()
  if self.master and now() < self.check_at then return self.master end
  self.check_at = now() + CHECK -- calls of other coroutines go on meanwhile
  local master, problem = self:ask_all()
  if not master then self.check_at = now() + LATER end
  self.master = master or self.master
  return self.master, problem
end

function Sentinel.problem_with(_, server)
  local role = server.about.role
  if role and role ~= "master" then return "READONLY it is a replica" end
end

-- Asks again who is the master, unless all the time is gone.
function Sentinel:heed(server, _, problem)
  problem = ("the master at %s: %s"):format(server.name, problem)
  self.check_at = -math.huge
  if problem:find "timeout" then return nil, problem end
  local master, reason = self:ask_all()
  if not master then return nil, problem .. "; " .. reason end
  self.master = master
  return master ~= server and master or nil, problem
end

---@param sentinels string[]  where they listen
---@param master_name string
---@param of_sentinels table  what their addresses have in common
---@param of_masters table    what those of masters have
---@return aliota.RedisRoute
return function(sentinels, master_name, of_sentinels, of_masters)
  return setmetatable({
    sentinels = endpoint.servers_of(sentinels, endpoint.servers(of_sentinels)), turn = 1, check_at = -math.huge,
    master_name = master_name, server_of = endpoint.servers(of_masters), timeout = of_sentinels.timeout,
    name = ("Redis, whose master %q the Sentinels know at %s"):format(master_name, table.concat(sentinels, ", ")),
  }, Sentinel)
end
