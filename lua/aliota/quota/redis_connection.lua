-- Scripts run by whichever Redis has a key now, which a route tells: redis_single.lua, redis_sentinel.lua,
-- redis_cluster.lua.
local decimal = require "aliota.util.decimal"

local unpack = require("aliota.util.compat").unpack

---@class aliota.RedisRoute where a key is kept
---@field name string  for messages
---@field find fun(route, key: string): aliota.RedisServer|nil, string|nil  which server has it, as far as is known; nil
---and why there is none
---@field problem_with (fun(route, server: aliota.RedisServer): string|nil)  why a server that is connected is not the
---one it was taken for
---@field heed fun(route, server: aliota.RedisServer, key: string, problem: string, is_lost: boolean):
---aliota.RedisServer|nil, string|nil, boolean|nil  learns from what a server refused, or that it did not answer: where
---to go instead at once; nil and what to say of it; whether that server has to be told by ASKING

local Connection = {}
Connection.__index = Connection

-- Servers that are gone to for one script.
local MOST_HOPS = 5

-- ASKING is for the very next command.
local function evaluate(session, is_asking, digest, ...)
  if is_asking then
    local reply, problem = session.command "asking"
    if not reply then return reply, problem end
  end
  return session.command("evalsha", digest, 1, ...)
end

-- Redis knows a script by its digest until it is restarted.
function Connection:command_script(session, is_asking, ...)
  local reply, problem = false, "NOSCRIPT"
  if self.digest then reply, problem = evaluate(session, is_asking, self.digest, ...) end
  if reply == false and tostring(problem):find "^NOSCRIPT" then
    self.digest, problem = session.command("script", "load", self.script)
    if not self.digest then return self.digest, problem end
    reply, problem = evaluate(session, is_asking, self.digest, ...)
  end
  return reply, problem
end

-- A client would write numbers as the program's locale has them.
local function as_texts(...)
  local texts, count = {...}, select("#", ...)
  for i = 1, count do
    if type(texts[i]) == "number" then texts[i] = decimal.text(texts[i]) end
  end
  return unpack(texts, 1, count)
end

local function ask(session, self, server, is_asking, key, arguments)
  local is_there, problem = server:learn(session)
  if not is_there then return nil, problem end
  problem = self.route:problem_with(server)
  if problem then return false, problem end
  return self:command_script(session, is_asking, key, as_texts(arguments(server)))
end

-- From server to server, until one runs the script.
function Connection:travel(key, arguments)
  local server, problem = self.route:find(key)
  local is_asking, reply, said, reason
  for _ = 1, MOST_HOPS do
    if not server then break end
    reply, said = server:with_session(ask, self, server, is_asking, key, arguments)
    if reply then return reply, nil, nil, server end
    server, reason, is_asking = self.route:heed(server, key, said, reply == nil)
    problem = reason or server and problem or said -- where the way leads on, why it did before
  end
  return nil, problem
end

--- Runs the script.
---@param key string
---@param arguments fun(server: aliota.RedisServer): ...  texts and numbers for the script, by who runs it
---@return any reply nil when there is none
---@return string|nil problem
---@return boolean|nil is_only_here  whether the code that runs is where nothing can wait, which says nothing of Redis
---@return aliota.RedisServer|nil server  that has run it
function Connection:run(key, arguments)
  local ok, reply, problem, is_only_here, server = pcall(self.travel, self, key, arguments)
  if not ok then return nil, tostring(reply), true end -- such as phases of nginx in which nothing may wait
  return reply, problem, is_only_here, server
end

--- A way to Redis; nothing happens before the first script.
---@param route aliota.RedisRoute
---@param script string
---@return table connection with `run`
return function(route, script)
  return setmetatable({route = route, script = script}, Connection)
end
