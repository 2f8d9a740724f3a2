-- Where servers listen, written as host:port, and the servers that are known by that.
local Server = require "aliota.quota.redis_server"
local merge = require "aliota.util.merge"
local types = require "aliota.util.option_types"

local endpoint = {}

--- Reads one; an address of IPv6 may stand in brackets.
---@param text any
---@return string|nil host  may be empty: that of whoever says so
---@return integer|nil port
function endpoint.read(text)
  local host, port = tostring(text):match "^(.*):(%d+)$"
  port = tonumber(port)
  if not port or port < 1 or port > 65535 then return nil end
  return host:match "^%[(.*)%]$" or host, math.floor(port)
end

local function is_list(value)
  if type(value) ~= "table" or #value == 0 then return false end
  for _, text in ipairs(value) do
    local host = type(text) == "string" and endpoint.read(text)
    if not host or host == "" then return false end
  end
  return true
end

--- An option that is a list of them.
endpoint.LIST = types.fitting('a list of texts such as "10.0.0.5:6379"', is_list)

--- Servers by where they listen, each made once; they differ in nothing else.
---@param common table  of an aliota.RedisAddress, without host, port and name
---@return fun(host: string, port: integer): aliota.RedisServer
function endpoint.servers(common)
  local known = {}
  return function(host, port)
    local name = ("%s:%d"):format(host, port)
    known[name] = known[name] or Server.new(merge(common, {host = host, port = port, name = name}))
    return known[name]
  end
end

--- The servers of a list.
---@param list string[]
---@param server_of fun(host: string, port: integer): aliota.RedisServer
---@return aliota.RedisServer[]
function endpoint.servers_of(list, server_of)
  local servers = {}
  for i, text in ipairs(list) do servers[i] = server_of(endpoint.read(text)) end
  return servers
end

return endpoint
