-- A master, a replica of it and a Sentinel, all real, that are quick to notice a death where there is one.
local daemon = require "spec.support.daemon"
local redis = require "spec.support.redis"
local shell = require "spec.support.shell"

local unpack = require("aliota.util.compat").unpack

local sentinel = {is_there = redis.is_there and daemon.has "redis-sentinel"}

sentinel.MASTER = "quotas"

-- Milliseconds without an answer after which a server is dead: so many that no busy machine makes it seem so, and what
-- they are once one is killed.
local PATIENT, QUICK = 60000, 200

local CONFIGURATION = [[
bind 127.0.0.1
port %d
sentinel monitor quotas 127.0.0.1 %d 1
sentinel failover-timeout quotas 2000
]]

-- Of a port, the folder with the certificate (thrice), and the master's port.
local TLS = [[
bind 127.0.0.1
port 0
tls-port %d
tls-cert-file "%s/certificate.pem"
tls-key-file "%s/key.pem"
tls-ca-cert-file "%s/certificate.pem"
tls-replication yes
sentinel monitor quotas 127.0.0.1 %d 1
]]

local REPLICA = "--replicaof 127.0.0.1 %d --repl-diskless-sync-delay 0"

local Set = {}
Set.__index = Set

--- What the Sentinel answers.
---@param command string  as for a shell
---@return string
function Set:ask(command)
  local login = self.password and "REDISCLI_AUTH=" .. self.password .. " " or ""
  return (shell.run(("%sredis-cli --raw -p %d %s"):format(login, self.sentinel.port, command)):gsub("\n$", ""))
end

--- The server that is the master by what the Sentinel says.
---@return table server
function Set:master()
  local port = tonumber(self:ask("sentinel get-master-addr-by-name " .. sentinel.MASTER):match "%d+$")
  return self.servers[1].port == port and self.servers[1] or self.servers[2]
end

--- Waits until the Sentinel knows a replica that could take over.
function Set:wait_for_replica()
  daemon.wait_until(function()
    local told = self:ask("sentinel replicas " .. sentinel.MASTER)
    return told:find "\nflags\nslave\n" and told:find "\nmaster%-link%-status\nok\n"
  end)
end

function Set:wait_for_silence(milliseconds)
  assert(self:ask(("sentinel set %s down-after-milliseconds %d"):format(sentinel.MASTER, milliseconds)) == "OK")
end

--- Kills a server, which the Sentinel notices soon.
---@param server table
function Set:kill(server)
  server:signal "KILL"
  self:wait_for_silence(QUICK)
end

--- The server that was killed comes back, as a replica.
---@param server table
function Set:bring_back(server)
  for i, one in ipairs(self.servers) do
    if one == server then
      self:wait_for_silence(PATIENT)
      server:stop()
      self.servers[i] = redis.start {port = server.port, more = REPLICA:format(self:master().port)}
    end
  end
  self:wait_for_replica()
end

function Set:stop()
  self.sentinel:stop()
  for _, server in ipairs(self.servers) do server:stop() end
end

local function start_sentinel(configuration, ...)
  local values = {...}
  return daemon.start {
    command = function() return "exec redis-sentinel sentinel.conf" end,
    files = function(self) return {["sentinel.conf"] = configuration:format(self.port, unpack(values))} end,
  }
end

--- Starts a master and a Sentinel who speak nothing but TLS, with whom they know by the certificate.
---@return table set `endpoint` of the Sentinel, `cert_file` and `key_file`, `stop()`
function sentinel.start_tls()
  local master = redis.start {
    tls = "IP:127.0.0.1,DNS:127.0.0.1",
    more = "--tls-replication yes --tls-auth-clients yes --tls-ca-cert-file certificate.pem",
  }
  local folder = master.folder
  local watcher = start_sentinel(TLS, folder, folder, folder, master.port)
  return setmetatable({
    servers = {master}, sentinel = watcher, endpoint = "127.0.0.1:" .. watcher.port,
    cert_file = folder .. "/certificate.pem", key_file = folder .. "/key.pem",
  }, Set)
end

--- Starts them, and waits until a fail-over is possible.
---@return table set `endpoint` of the Sentinel, `sentinel`, `servers`, `ask(command)`, `master()`,
---`wait_for_replica()`, `kill(server)`, `bring_back(server)`, `stop()`
function sentinel.start()
  local first = redis.start {more = "--repl-diskless-sync-delay 0"}
  local second = redis.start {more = REPLICA:format(first.port)}
  daemon.wait_until(function() return first:ask("info replication"):find "state=online" end)
  local set = setmetatable({servers = {first, second}}, Set)
  set.sentinel = start_sentinel(CONFIGURATION, first.port)
  set.endpoint = "127.0.0.1:" .. set.sentinel.port
  set:wait_for_silence(PATIENT)
  set:wait_for_replica()
  return set
end

return sentinel
