-- What aliota.new accepts: every option, what it must be, and what it is when it is not given.
local check_options = require "aliota.util.check_options"
local compat = require "aliota.util.compat"
local lazy = require "aliota.util.lazy"
local further_options = lazy "aliota.client.further_options"
local core = require "aliota.core"
local credentials = require "aliota.credentials"
local endpoint = require "aliota.call.endpoint"
local limits = require "aliota.util.limit_options"
local loop = require "aliota.loop"
local merge = require "aliota.util.merge"
local proxy = require "aliota.call.proxy"
local quota = require "aliota.quota"
local rate = require "aliota.quota.rate"
local request = require "aliota.call.request"
local types = require "aliota.util.option_types"

local length = types.duration("seconds above 0 and below 86400, or a text such as \"30s\"",
  function(seconds) return seconds > 0 and seconds < 86400 end)

local MOST_RETRIES, MOST_IN_FLIGHT = 100, 16
local in_flight = types.integer(1, MOST_IN_FLIGHT)

---@type aliota.OptionSet
local OPTIONS = {
  credentials = types.checked(function(value)
    if type(value) ~= "table" and type(value) ~= "function" then return "must be a table or a function" end
  end),
  profile = types.LINE,
  region = types.LINE,
  network = types.one_of {public = true, vpc = true},
  endpoint = types.LINE,
  instance_id = types.LINE,
  signature = types.one_of(request),
  format = types.one_of {json = true, xml = true},
  connect_timeout = length,
  timeout = length,
  proxy = types.checked(function(value)
    return value ~= false and (types.LINE.problem(value) or proxy.problem_with(value)) or nil
  end),
  ca_file = types.LINE,
  user_agent = types.LINE,
  loop = types.checked(function(value)
    if type(value) == "table" and type(value.wait) == "function" then return nil end
    return "must be a table with a function wait(http, seconds)"
  end),
  clock = types.FUNCTION,
  nonce = types.FUNCTION,
  on_event = types.FUNCTION,
  qps = types.checked(rate.problem_with),
  quota = types.checked(function(value)
    if value ~= false and not quota.is(value) then return "must be made by aliota.quota, or false for none" end
  end),
  deadline = limits.deadline,
  retries = types.integer(0, MOST_RETRIES),
  prefetch = types.fitting(("a number of requests in flight from 1 to %d, or \"auto\""):format(MOST_IN_FLIGHT),
    function(value) return value == "auto" or in_flight.fits(value) end, in_flight.read),
}

local DEFAULTS = {
  connect_timeout = 5, timeout = 15, signature = "v3", format = "json", clock = os.time, retries = 5, prefetch = "auto",
}

-- Nil without a problem where only files or the environment can tell, which are read with the first request.
local function given_endpoint(options)
  if options.endpoint then return endpoint.parse(options.endpoint) end
  if options.region then return endpoint.of_region(options.region, options.network) end
end

-- Most clients need no others.
local function all_options(given)
  for name in pairs(type(given) == "table" and given or {}) do
    if not OPTIONS[name] then return merge(OPTIONS, further_options.OPTIONS) end
  end
  return OPTIONS
end

local function default_user_agent()
  local versions = core.versions()
  return ("aliota/%s (%s; libcurl/%s)"):format(require "aliota.version", compat.name, versions.curl)
end

---@class aliota.Options
---@field credentials table|(fun(expired: aliota.Credentials|nil): aliota.Credentials|nil, string|nil)|nil
---`{access_key_id =, access_key_secret =, security_token =}`; one provider, by its `type`; or a function that returns
---keys and is asked before each request: see docs/credentials.md; default the vendor's chain
---@field profile string|nil  a profile of the vendor's command line: its keys, region and endpoint, where no option
---says otherwise; default none
---@field region string|nil  such as "cn-shanghai": see docs/credentials.md#region; default that of the profile that has
---the keys, or `ALIBABA_CLOUD_REGION_ID`
---@field network "public"|"vpc"|nil  or `"vpc"`: which of a region's addresses. Where the region comes from a profile
---or the environment, so may the network; default "public"
---@field endpoint string|nil  scheme, host, port and path, such as "http://127.0.0.1:8080". Option and variable
---override any region; with the variable, `ALIOTA_CA_FILE` stands for `ca_file`; default `ALIOTA_ENDPOINT`, or the
---region's
---@field dialect "alibaba"|"tuya"|nil  or `"tuya"`: whose service answers, for how it spells members and which
---operations it lacks; you go on with the documented names. It has no region here, so an endpoint must be given, and
---what else of it is not known: see docs/compatibility.md#dialects; default "alibaba"
---@field instance_id string|nil  sent as `IotInstanceId` with every call that names none; default none
---@field signature "v3"|"v1"|nil  or `"v1"`, the older RPC signature; default "v3"
---@field format "json"|"xml"|nil  or `"xml"`: what to ask for. Tables, pages, tasks and errors are the same, but for
---members that are null: XML leaves them out. Either is understood whatever was asked. XML needs luaexpat; default
---"json"
---@field connect_timeout number|string|nil  for connecting, of one attempt: seconds, or a text such as "5s"; default 5
---@field timeout number|string|nil  for one attempt: seconds, or a text such as "30s"; default 15
---@field deadline number|string|nil  for one call or one whole listing, with all retries and waits; default none
---@field retries integer|nil  attempts of one call after the first; default 5
---@field qps number|nil  calls a second of each operation; a fraction for less than one; default as documented
---@field quota aliota.Quota|false|nil  `aliota.quota()` or `aliota.quota(qps)`, for clients to share, or one that
---processes share; `false`: nothing is paced: see docs/quotas.md; default one for each access key
---@field prefetch integer|"auto"|nil  requests of a listing in flight, 16 at most; `"auto"`: as many as the quota and
---the round trip call for; default "auto"
---@field on_event (fun(event: aliota.AnyEvent))|nil  a function that is told of everything: see docs/events.md; default
---none
---@field ca_file string|nil  certificate authorities to trust; default the system's
---@field proxy string|false|nil  the address of a proxy; `false` for none: see docs/calls.md#proxies; default the
---environment's
---@field cert_file string|nil  a certificate of the client's own: PEM, or PKCS#12 by its ending .p12 or .pfx: see
---docs/calls.md#tls; default none
---@field key_file string|nil  its private key in PEM; default in `cert_file`
---@field key_password string|(fun(): string|nil, string|nil)|nil  the key's, or a function that gives it when it is
---needed; default none
---@field proxy_ca_file string|nil  certificate authorities to trust for a proxy of https; default the system's
---@field proxy_cert_file string|nil  as `cert_file`, for a proxy of https; default none
---@field proxy_key_file string|nil  as `key_file`; default in `proxy_cert_file`
---@field proxy_key_password string|(fun(): string|nil, string|nil)|nil  as `key_password`; default none
---@field proxy_auth "basic"|"digest"|"ntlm"|"negotiate"|"any"|nil  how to log in to a proxy, `"any"`: the safest way
---that it offers; default "basic"
---@field tls_min "1.2"|"1.3"|nil  the oldest version of TLS that will do; default libcurl's and OpenSSL's
---@field http "1.1"|"2"|nil  `"2"`: requests in flight share one connection where the service agrees, else as ever;
---default "1.1"
---@field user_agent string|nil  the header; default `aliota/…`
---@field loop aliota.Loop|nil  how to wait: see docs/event-loops.md; default nginx's own there, else blocks the thread
---@field clock (fun(): number)|nil  a function: epoch seconds; default `os.time`
---@field nonce (fun(): string)|nil  a function: a text that was never used before; default random

--- Checks options and fills in what is not given. Reads no environment, and no files but those of certificates that
--- the client is to show.
---@param options aliota.Options
---@return table|nil config
---@return string|nil problem
return function(options)
  local set = all_options(options)
  local read, problem = check_options.read(options, set)
  if read and read.qps and read.quota ~= nil then problem = "qps and quota exclude each other" end
  if problem then return nil, problem end
  local config = merge(DEFAULTS, read)
  config.loop = options.loop or loop.default()
  config.is_fixed = options.endpoint ~= nil -- else the environment may know better
  config.endpoint, problem = given_endpoint(options)
  if problem then return nil, problem end
  config.credentials, problem = credentials.source(options.credentials, options.profile)
  if not config.credentials then return nil, problem end
  config.proxy = proxy.chooser(options.proxy)
  if set ~= OPTIONS then problem = further_options.take(config, options.proxy) end
  if problem then return nil, problem end
  config.user_agent = options.user_agent or default_user_agent()
  config.nonce = options.nonce or core.sign.nonce
  return config
end
