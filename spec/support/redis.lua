-- A real Redis that keeps nothing on disk.
local daemon = require "spec.support.daemon"
local shell = require "spec.support.shell"

local redis = {}

-- Debian has lua-redis for Lua 5.1 to 5.3; it runs on 5.4, too.
if _VERSION == "Lua 5.4" then package.path = package.path .. ";/usr/share/lua/5.3/?.lua" end

--- Whether there is one.
redis.is_there = daemon.has "redis-server"

local Server = {}

--- What Redis's own client gets for a command, as text.
---@param command string as for a shell, such as "get key"
---@return string
function Server:ask(command)
  local password = self.password and "REDISCLI_AUTH='" .. self.password .. "' " or ""
  return (shell.run(("%sredis-cli -p %d %s"):format(password, self.port, command)):gsub("\n$", ""))
end

--- Starts Redis and waits until it answers.
---@param options {port: integer|nil, password: string|nil, more: string|nil}|nil  the port of one that was stopped, to
---come back at; `more` for its command line
---@return table server `port`, `socket` (path of its Unix socket), `ask(command)`, `folder`, `pid()`, `read(name)`,
---`signal(name)` ("STOP" makes it hang, "CONT" go on), `stop()`
function redis.start(options)
  options = options or {}
  local server = daemon.start {
    port = options.port,
    command = function(self)
      local password = options.password and ("--requirepass '%s'"):format(options.password) or ""
      return ("exec redis-server --port %d --bind 127.0.0.1 --unixsocket '%s/redis.sock' --save '' %s %s"):format(
        self.port, self.folder, password, options.more or "")
    end,
  }
  for name, method in pairs(Server) do server[name] = method end
  server.password, server.socket = options.password, server.folder .. "/redis.sock"
  daemon.wait_until(function() return server:ask "ping" == "PONG" end)
  return server
end

return redis
