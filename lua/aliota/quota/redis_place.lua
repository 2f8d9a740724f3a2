-- Where Redis is, for all that is shared in one: the options that say so, and the route there.
local check_options = require "aliota.util.check_options"
local endpoint = require "aliota.quota.redis_endpoint"
local lazy = require "aliota.util.lazy"
local merge = require "aliota.util.merge"
local client_certificate = lazy "aliota.util.client_certificate"
local cluster_route = lazy "aliota.quota.redis_cluster"
local sentinel_route = lazy "aliota.quota.redis_sentinel"
local single_route = lazy "aliota.quota.redis_single"
local types = require "aliota.util.option_types"
local unreadable = lazy "aliota.util.unreadable"

local place = {}

local TIMEOUT = 0.5 -- seconds for Redis to answer

---@class aliota.RedisPlace
---@field host string|nil      where Redis listens; default "127.0.0.1"
---@field port integer|nil     where Redis listens; default 6379
---@field socket string|nil    the path of a Unix socket instead; default none
---@field sentinels string[]|nil  where Sentinels listen, such as "10.0.0.5:26379", who know the master instead;
---default none
---@field master string|nil    the master's name there; default none
---@field sentinel_username string|nil  of the Sentinels; default none
---@field sentinel_password string|nil  of the Sentinels; default none
---@field cluster string[]|nil  where nodes of a Redis cluster listen, such as "10.0.0.5:6379", instead; default none
---@field database integer|nil  which of its databases; default none
---@field username string|nil  of Redis; default none
---@field password string|nil  of Redis; default none
---@field ssl boolean|nil      whether to speak TLS, and with the host that the certificate is for only; default false
---@field ca_file string|nil   certificates of the authorities to trust; default the system's
---@field cert_file string|nil  a certificate of the client's own: PEM, or PKCS#12 by its ending .p12 or .pfx; default
---none
---@field key_file string|nil  its private key in PEM; default in `cert_file`
---@field key_password string|(fun(): string|nil, string|nil)|nil  the key's, or a function that gives it when it is
---needed; default none
---@field timeout number|string|nil  how long Redis may take to answer: seconds, or a text such as "2s"; default 0.5
place.OPTIONS = {
  host = types.STRING, port = types.COUNT, socket = types.STRING, sentinels = endpoint.LIST, master = types.TEXT,
  sentinel_username = types.STRING, sentinel_password = types.STRING, cluster = endpoint.LIST,
  database = types.COUNT, username = types.STRING, password = types.STRING, ssl = types.BOOLEAN,
  ca_file = types.LINE, cert_file = types.LINE, key_file = types.LINE,
  key_password = types.checked(function(value) return client_certificate.problem_with_password(value) end),
  timeout = types.duration("seconds above 0 and up to 60, or a text such as \"2s\"",
    function(seconds) return seconds > 0 and seconds <= 60 end),
}

-- Options that need another one, and those that exclude each other.
local NEEDS = {
  {"ca_file", "ssl", "ca_file needs ssl = true"}, {"cert_file", "ssl", "cert_file needs ssl = true"},
  {"sentinels", "master", "sentinels needs master, its name there"},
  {"master", "sentinels", "master needs sentinels, who know it"},
  {"sentinel_username", "sentinels", "sentinel_username needs sentinels"},
  {"sentinel_password", "sentinels", "sentinel_password needs sentinels"},
}
local EITHER = {
  {"ssl", "socket", "ssl is for a host and port, not for a socket"},
  {"cluster", "database", "a cluster has no database but 0: leave database out"},
}
for _, option in ipairs {"host", "port", "socket"} do
  EITHER[#EITHER + 1] = {"sentinels", option, ("sentinels tell where Redis is: leave %s out"):format(option)}
  EITHER[#EITHER + 1] = {"cluster", option, ("cluster tells where Redis is: leave %s out"):format(option)}
end
EITHER[#EITHER + 1] = {"sentinels", "cluster", "sentinels tell where Redis is: leave cluster out"}

local function problem_between(options)
  for _, rule in ipairs(NEEDS) do
    if options[rule[1]] and not options[rule[2]] then return rule[3] end
  end
  for _, rule in ipairs(EITHER) do
    if options[rule[1]] and options[rule[2]] then return rule[3] end
  end
end

-- Of what has nginx's Lua module, in a version that knows no certificates of a client.
local OLD = 10022

local function problem_in_nginx(options)
  if options.ca_file then
    return "ca_file is for programs outside nginx; in nginx lua_ssl_trusted_certificate names the authorities"
  elseif options.cert_file and ngx.config.ngx_lua_version < OLD then
    return "cert_file needs version 0.10.22 of nginx's Lua module, or a later one"
  end
end

-- What is wrong with the files.
local function problem_with_files(options)
  local problem = options.ca_file and unreadable(options, "ca_file")
  if problem or not (options.cert_file or options.key_file or options.key_password) then return problem or nil end
  return client_certificate.misuse(options, "") or client_certificate.flaw(options, "")
end

local function login_of(username, password)
  local login = username and {username, password} or password and {password}
  return function() return login end
end

--- Reads options of a place, and maybe others.
---@param given any
---@param others aliota.OptionSet|nil
---@return table|nil options with `timeout`
---@return string|nil problem
function place.read(given, others)
  local options, problem = check_options.read(given, merge(place.OPTIONS, others))
  problem = problem or problem_between(options) or ngx and problem_in_nginx(options) or problem_with_files(options)
  if problem then return nil, problem end
  options.timeout = options.timeout or TIMEOUT
  return options
end

--- The route to the Redis of a place. Nothing is asked yet.
---@param options table  that `read` made
---@return aliota.RedisRoute
function place.route(options)
  local common = {
    ssl = options.ssl, ca_file = options.ca_file, timeout = options.timeout, database = options.database,
    login = login_of(options.username, options.password), cert_file = options.cert_file, key_file = options.key_file,
    certificate = options.cert_file and client_certificate.reader(options),
  }
  if options.cluster then return cluster_route(options.cluster, common) end
  if options.sentinels then
    local of_sentinels = merge(common, {login = login_of(options.sentinel_username, options.sentinel_password)})
    of_sentinels.database = nil
    return sentinel_route(options.sentinels, options.master, of_sentinels, common)
  end
  local host, port = options.host or "127.0.0.1", options.port or 6379
  local name = options.socket or ("%s:%d"):format(host, port)
  return single_route(merge(common, {host = host, port = port, socket = options.socket, name = name}))
end

return place
