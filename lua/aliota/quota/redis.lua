-- A quota that processes on any number of machines share, kept in Redis (5 or later) under one key for each account and
-- operation. Each step is one script, and so atomic; all times are those of Redis.
--
-- Redis carries out what it finds in a connection, also after a pause, when whoever asked has long gone. A slot that is
-- taken then would be nobody's. So each request has an expiry. As clocks differ, that is in Redis's own time, which
-- each answer brings along.
local blame = require "aliota.util.blame"
local check_options = require "aliota.util.check_options"
local connect = require "aliota.quota.redis_connection"
local now = require("aliota.core").http.now
local rate = require "aliota.quota.rate"
local shared_quota = require "aliota.quota.shared_quota"
local types = require "aliota.util.option_types"

local unpack = table.unpack or unpack -- luacheck: ignore 143

---@class aliota.quota.redis  quotas that processes on any machines share
local redis = {}

-- Seconds after which an idle window is forgotten: more than it lasts, and than a request may be on its way out.
local TIME_TO_LIVE = 120

-- What Redis runs: shared_window.lua as a function, and what gets, checks and keeps its text. The clock is that of
-- Redis, which is set now and then by little. Times are whole microseconds here, the time to live milliseconds.
local SCRIPT = [[
local shared_window = (function()
%s
end)()
local time = redis.call("TIME")
local now, text, answer = time[1] * 1000000 + time[2], redis.call("GET", KEYS[1]) or "", "late"
local expiry, pause, time_to_live = unpack(ARGV)
if now <= tonumber(expiry) then
  text, answer = shared_window.apply(text, now / 1000000, unpack(ARGV, 4))
else
  text = shared_window.apply(text, now / 1000000, "recover", (now - expiry) / 1000000, pause)
end
redis.call("SET", KEYS[1], text, "PX", math.max(redis.call("PTTL", KEYS[1]), tonumber(time_to_live)))
return {answer, string.format("%%.0f", now)}
]]

local function script()
  local path = assert(package.searchpath("aliota.quota.shared_window", package.path),
    "the source of aliota.quota.shared_window is not there")
  local file = assert(io.open(path))
  local source = file:read "*a"
  file:close()
  return SCRIPT:format(source)
end

local Backend = {
  now = now, hint = "is Redis running, and reachable from here? when_away = 0.1 goes on without it, with a tenth of "
    .. "the quota for each process",
}
Backend.__index = Backend

-- The expiry of a request of now: its answer is waited for until then or longer. As long as nothing is known of Redis's
-- clock, that was long ago: the answer tells the time.
function Backend:expiry()
  if not self.ahead then return "0" end
  return ("%.0f"):format((now() + self.timeout + self.ahead) * 1e6)
end

-- What was late for all that was known of Redis's clock, but is answered in time, can be asked for again.
function Backend:apply(key, pause, operation, argument, ...)
  local time_to_live = math.ceil((TIME_TO_LIVE + (operation == "back_off" and argument or 0)) * 1000)
  for _ = 1, 2 do
    local reply, problem, is_only_here =
      self.connection:run(key, self:expiry(), pause, time_to_live, operation, argument, ...)
    if not reply then return nil, problem, is_only_here end
    local answer, time = unpack(reply)
    self.ahead = tonumber(time) / 1e6 - now() -- at least, as it was that time a little ago
    if answer ~= "late" then return answer end
  end
  return nil, "timeout"
end

-- Options ------------------------------------------------------------------------------------------------------------

local TIMEOUT = 0.5 -- seconds for Redis to answer

---@class aliota.quota.redis.Options: aliota.quota.SharedOptions
---@field host string|nil      where Redis listens; default "127.0.0.1"
---@field port integer|nil     where Redis listens; default 6379
---@field socket string|nil    the path of a Unix socket instead; default none
---@field database integer|nil  which of its databases; default none
---@field username string|nil  of Redis; default none
---@field password string|nil  of Redis; default none
---@field timeout number|string|nil  how long Redis may take to answer: seconds, or a text such as "2s"; default 0.5
---@field when_away number|"refuse"|nil  a share of the quota, up to 1, with which each process goes on while Redis is
---away; `"refuse"`: calls fail; default "refuse"
local OPTIONS = {
  host = types.STRING, port = types.COUNT, socket = types.STRING, database = types.COUNT, username = types.STRING,
  password = types.STRING, account = types.STRING, qps = types.checked(rate.problem_with),
  timeout = types.duration("seconds above 0 and up to 60, or a text such as \"2s\"",
    function(seconds) return seconds > 0 and seconds <= 60 end),
  when_away = types.fitting("\"refuse\", or a share of the quota above 0 and up to 1", function(value)
    return value == "refuse" or type(value) == "number" and value > 0 and value <= 1
  end),
}

local function login_of(options)
  local username, password = options.username, options.password
  local login = username and {username, password} or password and {password}
  return function() return login end
end

--- Makes a quota that all share who name the same Redis and account. Asks Redis nothing yet.
---@param given aliota.quota.redis.Options|nil
---@return aliota.SharedQuota
function redis.new(given)
  local options, problem = check_options.read(given, OPTIONS)
  if not options then blame("quota.redis.new: " .. problem) end
  local address = {
    host = options.host or "127.0.0.1", port = options.port or 6379, socket = options.socket,
    database = options.database, timeout = options.timeout or TIMEOUT, login = login_of(options),
  }
  local backend = setmetatable({connection = connect(address, script()), timeout = address.timeout}, Backend)
  backend.name = "Redis at " .. address.name
  return shared_quota.new(backend, options, type(options.when_away) == "number" and options.when_away or nil)
end

return redis
