-- A quota that processes on any number of machines share, kept in Redis (5 or later) under one key for each account and
-- operation. Each step is one script, and so atomic; all times are those of Redis.
--
-- Redis carries out what it finds in a connection, also after a pause, when whoever asked has long gone. A slot that is
-- taken then would be nobody's. So each request has an expiry. As clocks differ, that is in Redis's own time, which
-- each answer brings along.
local blame = require "aliota.util.blame"
local compat = require "aliota.util.compat"
local connect = require "aliota.quota.redis_connection"
local decimal = require "aliota.util.decimal"
local lazy = require "aliota.util.lazy"
local now = require("aliota.core").http.now
local place = require "aliota.quota.redis_place"
local rate = require "aliota.quota.rate"
local shared_quota = require "aliota.quota.shared_quota"
local types = require "aliota.util.option_types"

local unpack = compat.unpack

---@class aliota.quota.redis  quotas that processes on any machines share
local redis = {}

-- Seconds after which an idle window is forgotten: more than it lasts, and than a request may be on its way out.
local TIME_TO_LIVE = 120

-- What Redis runs: shared_window.lua as a function, and what gets, checks and keeps its text. The clock is that of
-- Redis, which is set now and then by little. Times are whole microseconds here, the time to live milliseconds.
--
-- The text ends with who wrote it. Where that was another server, this one has taken its place, by a fail-over, a
-- restart or a move of the slot: what was written last may be missing, and the clock is another. A process that comes
-- from another server tells how long ago that one has last answered it.
local SCRIPT = [[
local shared_window = (function()
%s
end)()
local expiry, id, since, pause, window, time_to_live = unpack(ARGV)
local time = redis.call("TIME")
local now, kept, answer = time[1] * 1000000 + time[2], redis.call("GET", KEYS[1]) or "", "late"
local text, writer = kept:match "^(.*)\n@([0-9a-z]+)$"
text = text or kept
if id == "" then id = writer or id end
if writer and writer ~= id then
  text = shared_window.apply(text, now / 1000000, "move", window)
elseif since ~= "" then
  text = shared_window.apply(text, now / 1000000, "recover", since, window)
end
if now <= tonumber(expiry) then
  text, answer = shared_window.apply(text, now / 1000000, unpack(ARGV, 7))
else
  text = shared_window.apply(text, now / 1000000, "recover", (now - expiry) / 1000000, pause)
end
if id ~= "" then text = text .. "\n@" .. id end
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

---@class aliota.RedisBackend: aliota.QuotaBackend
---@field heard table<string, {id: string|nil, at: number}>  who has answered last for a key, and when
---@field moves integer  how often that came to be another server
local Backend = {now = now, hint_for = lazy "aliota.quota.redis_hints"}
Backend.__index = Backend

-- The expiry of a request of now: its answer is waited for until then or longer. As long as nothing is known of the
-- server's clock, that was long ago: the answer tells the time.
function Backend:expiry(server)
  if not server.ahead then return "0" end
  return ("%.0f"):format((now() + self.timeout + server.ahead) * 1e6)
end

-- Whether another server than before has a key.
function Backend:is_moved(key, server)
  local last, id = self.heard[key], server.about.run_id
  return last and last.id and id and last.id ~= id
end

-- Arguments for the script, of which some are known when it is known who runs it.
function Backend:arguments(key, ...)
  local given, count = {...}, select("#", ...)
  return function(server)
    local since = self:is_moved(key, server) and decimal.text(now() - self.heard[key].at) or ""
    return self:expiry(server), server.about.run_id or "", since, unpack(given, 1, count)
  end
end

function Backend:note(key, server, time)
  server.ahead = time / 1e6 - now() -- at least, as it was that time a little ago
  if self:is_moved(key, server) then self.moves = self.moves + 1 end
  self.heard[key] = {id = server.about.run_id, at = now()}
end

-- What was late for all that was known of a server's clock, but is answered in time, can be asked for again.
function Backend:apply(key, pause, window, operation, argument, ...)
  local time_to_live = math.ceil((TIME_TO_LIVE + (operation == "back_off" and argument or 0)) * 1000)
  local arguments = self:arguments(key, pause, window, time_to_live, operation, argument, ...)
  for _ = 1, 2 do
    local reply, problem, is_only_here, server = self.connection:run(key, arguments)
    if not reply then return nil, problem, is_only_here end
    local answer, time = unpack(reply)
    self:note(key, server, tonumber(time))
    if answer ~= "late" then return answer end
  end
  return nil, "timeout"
end

-- Options ------------------------------------------------------------------------------------------------------------

---@class aliota.quota.redis.Options: aliota.quota.SharedOptions, aliota.RedisPlace
---@field when_away number|"refuse"|nil  a share of the quota, up to 1, with which each process goes on while Redis is
---away; `"refuse"`: calls fail; default "refuse"
local OPTIONS = {
  account = types.STRING, qps = types.checked(rate.problem_with),
  when_away = types.fitting("\"refuse\", or a share of the quota above 0 and up to 1", function(value)
    return value == "refuse" or type(value) == "number" and value > 0 and value <= 1
  end),
}

--- Makes a quota that all share who name the same Redis and account. Asks Redis nothing yet.
---@param given aliota.quota.redis.Options|nil
---@return aliota.SharedQuota
function redis.new(given)
  local options, problem = place.read(given, OPTIONS)
  if not options then blame("quota.redis.new: " .. problem) end
  local route = place.route(options)
  local backend = setmetatable({
    connection = connect(route, script()), timeout = options.timeout, heard = {}, moves = 0, name = route.name,
  }, Backend)
  return shared_quota.new(backend, options, type(options.when_away) == "number" and options.when_away or nil)
end

return redis
