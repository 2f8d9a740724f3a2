-- The route to the node of a cluster that has a key. The nodes tell themselves: any of them is asked, and says where
-- the key's slot is. As a key has one slot, its owner is remembered by the key.
local endpoint = require "aliota.quota.redis_endpoint"

---@class aliota.RedisClusterRoute: aliota.RedisRoute
---@field nodes aliota.RedisServer[]  that are known
---@field turn integer  of the one that is asked for what nobody is known to own
---@field owners table<string, aliota.RedisServer>  by the key
local Cluster = {}
Cluster.__index = Cluster

function Cluster:find(key) return self.owners[key] or self.nodes[self.turn] end

function Cluster.problem_with(_, server)
  local mode = server.about.redis_mode
  if mode and mode ~= "cluster" then return ("this Redis is in no cluster: its redis_mode is %s"):format(mode) end
end

-- Whoever says so means itself by no host, or one that it does not know.
function Cluster:node_at(place, said_by)
  local host, port = endpoint.read(place)
  if not host then return nil end
  if host == "" or host == "?" then host = said_by.address.host end
  local node = self.server_of(host, port)
  if not self.is_known[node] then
    self.is_known[node], self.nodes[#self.nodes + 1] = true, node
  end
  return node
end

-- The next to ask after one; nil when there is no other.
function Cluster:turn_from(server)
  if self.nodes[self.turn] == server then self.turn = self.turn % #self.nodes + 1 end
  local other = self.nodes[self.turn]
  return other ~= server and other or nil
end

-- Goes where the cluster says, or asks another node when one is lost, unless all the time is gone.
function Cluster:heed(server, key, problem, is_lost)
  local kind, place = problem:match "^([A-Z]+) %d+ ([^ \r\n]+)"
  local node = (kind == "MOVED" or kind == "ASK") and self:node_at(place, server)
  if node then
    if kind == "MOVED" then self.owners[key] = node end
    return node, nil, kind == "ASK"
  end
  self.owners[key] = nil
  local other = self:turn_from(server)
  if not is_lost or problem:find "timeout" then other = nil end
  return other, ("the node at %s: %s"):format(server.name, problem)
end

---@param nodes string[]  where some of them listen
---@param common table    what their addresses have in common
---@return aliota.RedisRoute
return function(nodes, common)
  local server_of = endpoint.servers(common)
  local self = setmetatable({
    nodes = endpoint.servers_of(nodes, server_of), turn = 1, owners = {}, is_known = {}, server_of = server_of,
    name = "the Redis cluster at " .. table.concat(nodes, ", "),
  }, Cluster)
  for _, node in ipairs(self.nodes) do self.is_known[node] = true end
  return self
end
