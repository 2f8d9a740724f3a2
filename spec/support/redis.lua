-- A real Redis that keeps nothing on disk.
local daemon = require "spec.support.daemon"
local shell = require "spec.support.shell"

local redis = {}

-- Debian has lua-redis for Lua 5.1 to 5.3; it runs on 5.4, too.
if _VERSION == "Lua 5.4" then package.path = package.path .. ";/usr/share/lua/5.3/?.lua" end

--- Whether there is one.
redis.is_there = daemon.has "redis-server"

local CERTIFICATE = "openssl req -x509 -newkey rsa:2048 -nodes -keyout key.pem -out certificate.pem -subj /CN=redis "
  .. "-addext 'subjectAltName=%s' 2>/dev/null;"
local TLS = "--port 0 --tls-port %d --tls-cert-file certificate.pem --tls-key-file key.pem"

-- Whose certificates it trusts, besides its own.
local CLIENTS = "cat certificate.pem '%s' >clients.pem;"

-- The command that makes its certificate, and what tells it to use it.
local function dressed(options, port)
  if not options.tls then return "", "--port " .. port end
  local prepare, listen = CERTIFICATE:format(options.tls), TLS:format(port)
  if not options.clients then return prepare, listen .. " --tls-auth-clients no" end
  return prepare .. CLIENTS:format(options.clients), listen .. " --tls-ca-cert-file clients.pem"
end

local Server = {}

--- What Redis's own client gets for a command, as text.
---@param command string as for a shell, such as "get key"
---@return string
function Server:ask(command)
  local password = self.password and "REDISCLI_AUTH='" .. self.password .. "' " or ""
  local certificate = "--tls --insecure --cert '%s/certificate.pem' --key '%s/key.pem'"
  local tls = self.tls and certificate:format(self.folder, self.folder) or ""
  return (shell.run(("%sredis-cli %s -p %d %s"):format(password, tls, self.port, command)):gsub("\n$", ""))
end

--- Starts Redis and waits until it answers.
---@param options {port: integer|nil, password: string|nil, tls: string|nil, clients: string|nil, more: string|nil}|nil
---the port of one that was stopped, to come back at; the subjectAltName of the certificate with which it speaks nothing
---but TLS, in its folder as certificate.pem, its key as key.pem; the file of the authority whose certificates clients
---must show; `more` for its command line
---@return table server `port`, `socket` (path of its Unix socket), `ask(command)`, `folder`, `pid()`, `read(name)`,
---`signal(name)` ("STOP" makes it hang, "CONT" go on), `stop()`
function redis.start(options)
  options = options or {}
  local server = daemon.start {
    port = options.port,
    command = function(self)
      local password = options.password and ("--requirepass '%s'"):format(options.password) or ""
      local prepare, listen = dressed(options, self.port)
      return ("%s exec redis-server %s --bind 127.0.0.1 --unixsocket '%s/redis.sock' --save '' %s %s"):format(
        prepare, listen, self.folder, password, options.more or "")
    end,
  }
  for name, method in pairs(Server) do server[name] = method end
  server.password, server.tls, server.socket = options.password, options.tls ~= nil, server.folder .. "/redis.sock"
  daemon.wait_until(function() return server:ask "ping" == "PONG" end)
  return server
end

return redis
