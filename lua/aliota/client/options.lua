-- What aliota.new accepts: every option, what it must be, and what it is when it is not given.
local ascii = require "aliota.util.ascii"
local blank = require "aliota.util.blank"
local call_options = require "aliota.client.call_options"
local core = require "aliota.core"
local credentials = require "aliota.credentials"
local did_you_mean = require "aliota.util.did_you_mean"
local duration = require "aliota.show.duration"
local endpoint = require "aliota.call.endpoint"
local loop = require "aliota.loop"
local proxy = require "aliota.call.proxy"
local quota = require "aliota.quota"
local rate = require "aliota.quota.rate"
local request = require "aliota.call.request"

local CONTROL = "[" .. ascii.CONTROL .. "]"

-- Checks return a message, or nil when the value is good.

local function of_type(expected)
  return function(value)
    if type(value) ~= expected then return ("must be a %s, not a %s"):format(expected, type(value)) end
  end
end

local is_string = of_type "string"

local function is_line(value)
  return is_string(value) or (value:find(CONTROL) and "holds control characters") or blank(value)
end

local function is_seconds(value)
  local seconds = duration.parse(value)
  if not seconds or not (seconds > 0 and seconds < 86400) then
    return ("is %s; it must be seconds above 0 and below 86400, or a text such as \"30s\""):format(tostring(value))
  end
end

local function is_one_of(values)
  return function(value)
    local problem = is_string(value)
    if problem or values[value] then return problem end
    return ("is %q%s"):format(value, did_you_mean(value, values))
  end
end

local function is_proxy(value)
  return value ~= false and (is_line(value) or proxy.problem_with(value)) or nil
end

local function is_loop(value)
  if type(value) ~= "table" or type(value.wait) ~= "function" then
    return "must be a table with a function wait(http, seconds)"
  end
end

local function is_quota(value)
  if value ~= false and not quota.is(value) then return "must be made by aliota.quota, or false for none" end
end

local MOST_RETRIES, MOST_IN_FLIGHT = 100, 16

local function is_retries(value)
  if type(value) == "number" and value >= 0 and value <= MOST_RETRIES and value % 1 == 0 then return nil end
  return ("is %s; it must be a whole number from 0 to %d"):format(tostring(value), MOST_RETRIES)
end

local function is_prefetch(value)
  if value == "auto" then return nil end
  if type(value) == "number" and value >= 1 and value <= MOST_IN_FLIGHT and value % 1 == 0 then return nil end
  return ("is %s; it must be a number of requests in flight from 1 to %d, or \"auto\""):format(
    tostring(value), MOST_IN_FLIGHT)
end

local CHECKS = {
  credentials = function(value)
    if type(value) ~= "table" and type(value) ~= "function" then return "must be a table or a function" end
  end,
  profile = is_line,
  region = is_line,
  network = is_one_of {public = true, vpc = true},
  endpoint = is_line,
  instance_id = is_line,
  signature = is_one_of(request),
  format = is_one_of {json = true, xml = true},
  connect_timeout = is_seconds,
  timeout = is_seconds,
  proxy = is_proxy,
  ca_file = is_line,
  user_agent = is_line,
  loop = is_loop,
  clock = of_type "function",
  nonce = of_type "function",
  on_event = of_type "function",
  qps = rate.problem_with,
  quota = is_quota,
  deadline = call_options.check_deadline,
  retries = is_retries,
  prefetch = is_prefetch,
}

local DEFAULTS = {
  connect_timeout = 5, timeout = 15, signature = "v3", format = "json", clock = os.time, retries = 5, prefetch = "auto",
}

-- These become seconds.
local DURATIONS = {"connect_timeout", "timeout", "deadline"}

local function check_one(name, value)
  local check = CHECKS[name]
  if not check then return ("there is no option %q%s"):format(tostring(name), did_you_mean(name, CHECKS)) end
  local problem = check(value)
  return problem and name .. " " .. problem
end

-- Of several problems the same one is always named: the first in the order of the names.
local function check(options)
  local first, first_problem
  for name, value in pairs(options) do
    local problem = check_one(name, value)
    if problem and (not first or tostring(name) < first) then first, first_problem = tostring(name), problem end
  end
  return first_problem
end

-- Nil without a problem where only files or the environment can tell, which are read with the first request.
local function given_endpoint(options)
  if options.endpoint then return endpoint.parse(options.endpoint) end
  if options.region then return endpoint.of_region(options.region, options.network) end
end

local function default_user_agent()
  local versions = core.versions()
  return ("aliota/%s (%s; libcurl/%s)"):format(require "aliota.version", jit and jit.version or _VERSION, versions.curl)
end

---@class aliota.Options
---@field credentials table|(fun(expired: aliota.Credentials|nil): aliota.Credentials|nil, string|nil)|nil
---                                   keys, a provider's `type` and fields (see docs/credentials.md), or a function;
---                                   nil: the vendor's default chain
---@field profile string|nil          of the vendor's command line: its keys and region, where no option says otherwise
---@field region string|nil           such as "cn-shanghai"; nil: that of the profile that has the keys, or
---                                   ALIBABA_CLOUD_REGION_ID
---@field network "public"|"vpc"|nil  "public", unless the profile or the environment of the region say otherwise
---@field endpoint string|nil         scheme, host, port and path; overrides region; nil: ALIOTA_ENDPOINT, which
---                                   does so, too
---@field instance_id string|nil      sent as IotInstanceId with every call
---@field signature "v3"|"v1"|nil     "v3"
---@field format "json"|"xml"|nil     what to ask the service for; "json". Either is understood whatever was asked
---@field connect_timeout number|string|nil  seconds, or "5s"; 5
---@field timeout number|string|nil   the same for one attempt, 15
---@field proxy string|false|nil      address of a proxy; false: none; nil: http_proxy, https_proxy, all_proxy and
---                                   no_proxy of the environment decide, except for this machine itself
---@field deadline number|string|nil  the same for one call or one whole listing, retries and waits included; nil: no
---                                   end
---@field retries integer|nil         attempts after the first of one call, 5
---@field qps number|nil              calls a second of each operation; nil: as the vendor documents them
---@field quota aliota.Quota|false|nil  nil: all clients of an access key share one; false: nothing is paced
---@field prefetch integer|"auto"|nil  requests of a listing in flight, 16 at most; "auto": as the quota and the round
---                                   trip call for
---@field ca_file string|nil          certificate authorities to trust; nil: the system's
---@field user_agent string|nil
---@field loop aliota.Loop|nil        how to wait; nil: in nginx its own, else block this thread
---@field clock (fun(): number)|nil   epoch seconds, os.time
---@field nonce (fun(): string)|nil   a text that was never used before
---@field on_event (fun(event: table))|nil  told of everything, by event.type: see docs/events.md

--- Checks options and fills in what is not given. Reads neither files nor the environment.
---@param options aliota.Options
---@return table|nil config
---@return string|nil problem
return function(options)
  if type(options) ~= "table" then return nil, "options must be a table, not a " .. type(options) end
  local problem = check(options)
  if not problem and options.qps and options.quota ~= nil then problem = "qps and quota exclude each other" end
  if problem then return nil, problem end
  local config = {}
  for name, value in pairs(DEFAULTS) do config[name] = value end
  for name, value in pairs(options) do config[name] = value end
  for _, name in ipairs(DURATIONS) do config[name] = duration.parse(config[name]) end
  config.loop = options.loop or loop.default()
  config.is_fixed = options.endpoint ~= nil -- else the environment may know better
  config.endpoint, problem = given_endpoint(options)
  if problem then return nil, problem end
  config.credentials, problem = credentials.source(options.credentials, options.profile)
  if not config.credentials then return nil, problem end
  config.proxy = proxy.chooser(options.proxy)
  config.user_agent = options.user_agent or default_user_agent()
  config.nonce = options.nonce or core.sign.nonce
  return config
end
