-- Connections to a Redis, through whatever client is there: lua-resty-redis in nginx, lua-redis elsewhere. In nginx
-- both work on cosockets, so that a worker goes on with other requests meanwhile; elsewhere the thread waits.
local lazy = require "aliota.util.lazy"
local needed = require "aliota.util.needed"
local tls = lazy "aliota.quota.redis_tls"

local unpack = require("aliota.util.compat").unpack

---@class aliota.RedisAddress
---@field name string            for messages
---@field host string
---@field port integer
---@field socket string|nil      path of a Unix socket, instead of host and port
---@field database integer|nil
---@field ssl boolean|nil        whether to speak TLS
---@field ca_file string|nil     outside nginx: certificates of the authorities to trust
---@field cert_file string|nil, key_file string|nil  of the certificate to show
---@field certificate (fun(): string|nil, string|nil)|nil  what reads it: util/client_certificate.lua
---@field login fun(): string[]|nil  what AUTH is given; a function, so that no dump shows it
---@field timeout number         seconds for connecting, and for each command

---@class aliota.RedisSession one connection, while it is used
---@field command fun(name: string, ...): any, string|nil  reply; false where that is nothing, or Redis's error; nil and
---the connection's error
---@field is_new boolean
---@field release (fun())|nil  in nginx: keeps it for the next
---@field close fun()

-- Of nginx's pool: milliseconds, connections of one worker.
local IDLE, POOL_SIZE = 60000, 16

local function is_in_nginx() return ngx ~= nil and ngx.socket ~= nil end

local prototype -- of lua-redis, whose `connect` copies more than a hundred commands, at each request in nginx

local function client_of(socket)
  if not prototype then
    prototype = needed "redis".connect {socket = socket}
    prototype.network.socket = nil
  end
  local network = prototype.network
  return setmetatable({network = {socket = socket, read = network.read, write = network.write}}, {__index = prototype})
end

-- lua-redis does not know all commands.
local commands = setmetatable({}, {__index = function(known, name)
  known[name] = needed "redis".command(name)
  return known[name]
end})

-- lua-redis raises what goes wrong, with the line of its source that it found it at.
local function commands_of(socket)
  local client = client_of(socket)
  return function(name, ...)
    local ok, reply = pcall(commands[name], client, ...)
    if ok then return reply or false end
    local problem = tostring(reply):gsub("^[^:]*:%d+: ", "")
    local answered = problem:match "^redis error: (.*)"
    if answered then return false, answered end
    return nil, problem
  end
end

-- Connections are shared with those alone who would come to the same.
local function pool_of(address)
  local user, password = unpack(address.login() or {})
  local parts = {address.name, address.database, address.ssl, address.cert_file, address.key_file, user, password}
  for i = 1, 7 do parts[i] = tostring(parts[i]) end
  return "aliota:" .. ngx.md5(table.concat(parts, "\0"))
end

-- Connects anything that has the methods of a cosocket.
local function connect(socket, address)
  local options = {pool = pool_of(address)}
  if address.socket then return socket:connect("unix:" .. address.socket, options) end
  return socket:connect(address.host, address.port, options)
end

-- Has a certificate of ours ready for the handshake.
local function show(socket, certificate)
  local pem, problem = certificate()
  if not pem then return nil, problem end
  local ssl = needed "ngx.ssl"
  return socket:setclientcert(assert(ssl.parse_pem_cert(pem)), assert(ssl.parse_pem_priv_key(pem)))
end

-- A connection from the pool has shaken hands before. Where the certificate is wrong and all of the handshake was there
-- at once, lua-resty-core 0.1.24 raises.
local function shake_hands(socket, address)
  if not address.ssl or socket:getreusedtimes() > 0 then return true end
  if address.certificate then
    local is_ready, problem = show(socket, address.certificate)
    if not is_ready then return nil, problem end
  end
  local is_told, session, problem = pcall(socket.sslhandshake, socket, nil, address.host, true)
  if is_told and session then return true end
  return nil, ("TLS handshake with %s: %s"):format(address.host, is_told and problem or "the certificate is not good")
end

-- Who wants another certificate of us, or one at all, may say so after the handshake, and end the connection so that
-- what it says is lost.
local function with_end_told(command, address)
  local is_first = address.ssl
  return function(...)
    local reply, problem = command(...)
    if is_first and reply == nil and problem ~= "timeout" then
      problem = ("%s ended the connection after the TLS handshake: %s"):format(address.host, problem)
    end
    is_first = false
    return reply, problem
  end
end

local function open_resty(redis, address)
  local client = redis:new()
  client:set_timeout(address.timeout * 1000)
  local connected, problem = connect(client, address)
  if not connected then return nil, problem end
  return {
    command = function(name, ...)
      local reply, refusal = client[name](client, ...)
      if reply == ngx.null then return false end
      return reply, refusal
    end,
    is_new = client:get_reused_times() == 0,
    release = function() client:set_keepalive(IDLE, POOL_SIZE) end,
    close = function() client:close() end,
  }
end

local function open_cosocket(address)
  local socket = ngx.socket.tcp()
  socket:settimeout(address.timeout * 1000)
  local connected, problem = connect(socket, address)
  if connected then connected, problem = shake_hands(socket, address) end
  if not connected then return nil, problem end
  local is_new = socket:getreusedtimes() == 0
  return {
    command = is_new and with_end_told(commands_of(socket), address) or commands_of(socket),
    is_new = is_new,
    release = function() socket:setkeepalive(IDLE, POOL_SIZE) end,
    close = function() socket:close() end,
  }
end

local resty_redis -- false when there is none; looked for once, as each look searches the whole path

-- Debian has lua-resty-redis by another name.
local function find_resty_redis()
  for _, name in ipairs {"resty.redis", "nginx.redis"} do
    local is_there, module = pcall(require, name)
    if is_there then return module end
  end
  return false
end

-- Debian's lua-resty-redis is one without TLS, and would send the password all the same.
local function open_in_nginx(address)
  if resty_redis == nil then resty_redis = find_resty_redis() end
  if resty_redis and not address.ssl then return open_resty(resty_redis, address) end
  return open_cosocket(address)
end

local function open_plain(address)
  local socket = address.socket and needed "socket.unix"() or needed "socket".tcp()
  socket:settimeout(address.timeout)
  local connected, problem = socket:connect(address.socket or address.host, not address.socket and address.port or nil)
  if not connected then return nil, problem end
  if not address.socket then socket:setoption("tcp-nodelay", true) end
  return socket
end

local function open_blocking(address)
  local socket, problem = (address.ssl and tls.connect or open_plain)(address)
  if not socket then return nil, problem end
  return {
    command = with_end_told(commands_of(socket), address),
    is_new = true,
    close = function() socket:close() end,
  }
end

--- Connects.
---@param address aliota.RedisAddress
---@return aliota.RedisSession|nil
---@return string|nil problem
return function(address)
  return (is_in_nginx() and open_in_nginx or open_blocking)(address)
end
