-- A real Redis cluster: three masters with a third of the slots each, and a replica of the first, who also
-- speak TLS, with whom they know by the certificate.
local daemon = require "spec.support.daemon"
local redis = require "spec.support.redis"
local shell = require "spec.support.shell"

local cluster = {}

local RANGES = {"0 5460", "5461 10922", "10923 16383"}

local CERTIFICATE = "cd '%s' && openssl req -x509 -newkey rsa:2048 -nodes -keyout key.pem -out certificate.pem "
  .. "-subj /CN=redis -addext 'subjectAltName=IP:127.0.0.1,DNS:127.0.0.1' 2>/dev/null"

-- Milliseconds without an answer after which a node is dead: so many that no busy machine makes it seem so, and what
-- they are where a cluster begins, or one is killed.
local PATIENT, QUICK = 60000, 1000

local NODE = "--cluster-enabled yes --cluster-node-timeout %d --cluster-require-full-coverage no "
  .. "--cluster-replica-validity-factor 0 --repl-diskless-sync-delay 0 --cluster-port %d "
  .. "--tls-port %d --tls-cluster yes --tls-replication yes --tls-auth-clients yes "
  .. "--tls-cert-file '%s/certificate.pem' --tls-key-file '%s/key.pem' --tls-ca-cert-file '%s/certificate.pem'"

local Cluster = {}
Cluster.__index = Cluster

local function start_node(folder)
  local bus_port, tls_port = daemon.free_port(), daemon.free_port()
  local node = redis.start {more = NODE:format(QUICK, bus_port, tls_port, folder, folder, folder)}
  node.bus_port, node.tls_port, node.id = bus_port, tls_port, node:ask "cluster myid"
  node.endpoint, node.tls_endpoint = "127.0.0.1:" .. node.port, "127.0.0.1:" .. tls_port
  return node
end

--- The node of the first three that has a key's slot by the ranges that they began with; and the slot.
---@param key string
---@return table node, integer slot
function Cluster:owner(key)
  local slot = tonumber(self.nodes[2]:ask(("cluster keyslot '%s'"):format(key)))
  return self.nodes[slot <= 5460 and 1 or slot <= 10922 and 2 or 3], slot
end

--- An account whose key of the operation A a node has.
---@param node table
---@return string account, string key
function Cluster:account_of(node)
  for i = 1, 100 do
    local account = "account" .. i
    local key = ("aliota:{%s:A}"):format(account)
    if self:owner(key) == node then return account, key end
  end
end

--- Waits until all nodes that live see the same cluster.
function Cluster:wait()
  daemon.wait_until(function()
    for _, node in ipairs(self.nodes) do
      local info = node:ask "cluster info"
      if not info:find "cluster_state:ok" or not info:find "cluster_known_nodes:4" then return false end
    end
    return true
  end)
end

function Cluster:wait_for_silence(milliseconds)
  for _, node in ipairs(self.nodes) do node:ask("config set cluster-node-timeout " .. milliseconds) end
end

--- Kills a node, which the others notice soon.
---@param node table
function Cluster:kill(node)
  node:signal "KILL"
  self:wait_for_silence(QUICK)
end

function Cluster:stop()
  for _, node in ipairs(self.nodes) do node:stop() end
  shell.run(("rm -rf '%s'"):format(self.folder))
end

--- Starts it, and waits until it serves all slots and the replica could take over.
---@return table cluster `nodes` (the last is the replica), each with `endpoint`, `tls_endpoint`, `id`; `cert_file`,
---`key_file`, `owner(key)`, `account_of(node)`, `wait()`, `kill(node)`, `stop()`
function cluster.start()
  local folder = shell.run("mktemp -d"):gsub("\n$", "")
  shell.run(CERTIFICATE:format(folder))
  local self = setmetatable({
    nodes = {}, folder = folder, cert_file = folder .. "/certificate.pem", key_file = folder .. "/key.pem",
  }, Cluster)
  for i = 1, 4 do
    local node = start_node(folder)
    self.nodes[i] = node
    if RANGES[i] then node:ask(("cluster set-config-epoch %d"):format(i)) end
    if RANGES[i] then node:ask("cluster addslotsrange " .. RANGES[i]) end
    node:ask(("cluster meet 127.0.0.1 %d %d"):format(self.nodes[1].tls_port, self.nodes[1].bus_port))
  end
  self:wait()
  daemon.wait_until(function() return self.nodes[4]:ask("cluster replicate " .. self.nodes[1].id) == "OK" end)
  daemon.wait_until(function() return self.nodes[1]:ask("info replication"):find "state=online" end)
  self:wait_for_silence(PATIENT)
  return self
end

return cluster
