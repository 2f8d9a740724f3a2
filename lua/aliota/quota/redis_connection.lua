-- Scripts run by Redis, through whatever client is there: resty.redis in OpenResty, lua-redis elsewhere. In nginx both
-- work on cosockets, so that a worker goes on with other requests meanwhile; elsewhere the thread waits.

---@class aliota.RedisAddress
---@field host string
---@field port integer
---@field socket string|nil      path of a Unix socket, instead of host and port
---@field database integer|nil
---@field login fun(): string[]|nil  what AUTH is given; a function, so that no dump shows it
---@field timeout number         seconds for connecting, and for each command

---@class aliota.RedisSession one connection, while it is used
---@field command fun(name: string, ...): any, string|nil  reply; false and Redis's error; nil and the connection's
---@field is_new boolean
---@field release fun()  keeps it for the next
---@field close fun()

local decimal = require "aliota.util.decimal"

local unpack = table.unpack or unpack -- luacheck: ignore 143

local Connection = {}
Connection.__index = Connection

-- Of nginx's pool: milliseconds, connections of one worker.
local IDLE, POOL_SIZE = 60000, 16

local function is_in_nginx() return ngx ~= nil and ngx.socket ~= nil end

-- lua-redis raises what goes wrong, with the line of its source that it found it at.
local function commands_of(client)
  return function(name, ...)
    local ok, reply = pcall(client[name], client, ...)
    if ok then return reply end
    local problem = tostring(reply):gsub("^[^:]*:%d+: ", "")
    local answered = problem:match "^redis error: (.*)"
    if answered then return false, answered end
    return nil, problem
  end
end

-- How to get there ---------------------------------------------------------------------------------------------------

-- Connects anything that has the methods of a cosocket.
local function connect(socket, address)
  local options = {pool = ("aliota:%s:%s"):format(address.name, address.database or 0)}
  if address.socket then return socket:connect("unix:" .. address.socket, options) end
  return socket:connect(address.host, address.port, options)
end

local function open_resty(redis, address)
  local client = redis:new()
  client:set_timeout(address.timeout * 1000)
  local connected, problem = connect(client, address)
  if not connected then return nil, problem end
  return {
    command = function(name, ...) return client[name](client, ...) end,
    is_new = client:get_reused_times() == 0,
    release = function() client:set_keepalive(IDLE, POOL_SIZE) end,
    close = function() client:close() end,
  }
end

local function open_cosocket(address)
  local socket = ngx.socket.tcp()
  socket:settimeout(address.timeout * 1000)
  local connected, problem = connect(socket, address)
  if not connected then return nil, problem end
  return {
    command = commands_of(require "redis".connect {socket = socket}),
    is_new = socket:getreusedtimes() == 0,
    release = function() socket:setkeepalive(IDLE, POOL_SIZE) end,
    close = function() socket:close() end,
  }
end

local function open_in_nginx(address)
  local has_resty, redis = pcall(require, "resty.redis")
  if has_resty then return open_resty(redis, address) end
  return open_cosocket(address)
end

local function open_blocking(address)
  local socket = address.socket and require "socket.unix"() or require "socket".tcp()
  socket:settimeout(address.timeout)
  local connected, problem = socket:connect(address.socket or address.host, not address.socket and address.port or nil)
  if not connected then return nil, problem end
  if not address.socket then socket:setoption("tcp-nodelay", true) end
  return {
    command = commands_of(require "redis".connect {socket = socket}),
    is_new = true,
    close = function() socket:close() end,
  }
end

-- Sessions -----------------------------------------------------------------------------------------------------------

local function introduce(session, address)
  if not session.is_new then return true end
  local reply, problem = true, nil
  local login = address.login()
  if login then reply, problem = session.command("auth", unpack(login)) end
  if reply and address.database then reply, problem = session.command("select", address.database) end
  return reply, problem
end

-- In nginx connections belong to requests, and wait in its pool between them.
function Connection:open()
  if self.kept then return self.kept end
  local address, in_nginx = self.address, is_in_nginx()
  local session, problem = (in_nginx and open_in_nginx or open_blocking)(address)
  if not session then return nil, problem end
  local reply
  reply, problem = introduce(session, address)
  if not reply then
    session.close()
    return nil, problem
  end
  if not in_nginx then self.kept = session end
  return session
end

function Connection:done_with(session, is_broken)
  if is_broken then
    self.kept = nil
    session.close()
  elseif session == self.kept then
    session.is_new = false
  else
    session.release()
  end
end

-- Redis knows a script by its digest until it is restarted.
function Connection:command_script(session, ...)
  local reply, problem = false, "NOSCRIPT"
  if self.digest then reply, problem = session.command("evalsha", self.digest, 1, ...) end
  if reply == false and problem:find "^NOSCRIPT" then
    self.digest, problem = session.command("script", "load", self.script)
    if not self.digest then return self.digest, problem end
    reply, problem = session.command("evalsha", self.digest, 1, ...)
  end
  return reply, problem
end

function Connection:try(...)
  local session, problem = self:open()
  if not session then return nil, problem, false end
  local reply
  reply, problem = self:command_script(session, ...)
  local was_used = not session.is_new
  self:done_with(session, reply == nil)
  -- The other end may have closed a connection that nobody needed.
  return reply, problem, reply == nil and was_used and not problem:find "timeout"
end

-- A client would write numbers as the program's locale has them.
local function as_texts(...)
  local texts, count = {...}, select("#", ...)
  for i = 1, count do
    if type(texts[i]) == "number" then texts[i] = decimal.text(texts[i]) end
  end
  return unpack(texts, 1, count)
end

--- Runs the script.
---@param key string
---@param ... string|number arguments
---@return any reply nil when there is none
---@return string|nil problem
---@return boolean|nil is_only_here  whether the code that runs is where nothing can wait, which says nothing of Redis
function Connection:run(key, ...)
  local ok, reply, problem, is_stale = pcall(self.try, self, key, as_texts(...))
  if ok and is_stale then ok, reply, problem = pcall(self.try, self, key, as_texts(...)) end
  if not ok then return nil, tostring(reply), true end -- such as phases of nginx in which nothing may wait
  return reply or nil, problem
end

--- A way to Redis; nothing happens before the first script.
---@param address aliota.RedisAddress
---@param script string
---@return table connection with `run`
return function(address, script)
  address.name = address.socket or ("%s:%d"):format(address.host, address.port)
  return setmetatable({address = address, script = script}, Connection)
end
