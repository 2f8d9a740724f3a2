-- What the hosts of one feed share in Redis: a lease that one host has at a time, and the last values that such a host
-- has told, by name. All is under one key, so that one script does each step at once, wherever a cluster keeps it; all
-- times are those of Redis. Hosts of another version have another key, as nobody here knows what is in their values.
local VERSION = require "aliota.version"
local compat = require "aliota.util.compat"
local connect = require "aliota.quota.redis_connection"
local decode_json = require("aliota.core").json.decode
local json = require "aliota.util.json_codec"

-- A value is its serial, when it was told, and its text. Serials grow, also over the loss of all data, as far as the
-- clock does. A lease that ends later than one can was taken before the clock was set back.
local SCRIPT = [=[
local key, operation, mark, lease, kept_for = KEYS[1], ARGV[1], ARGV[2], tonumber(ARGV[3]), ARGV[4]
local time = redis.call("TIME")
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local known = redis.call("HMGET", key, "holder", "ends", "serial")
local holder, ends, serial = known[1], tonumber(known[2] or 0), tonumber(known[3] or 0)
local function text(number) return string.format("%.0f", number) end

if operation == "release" then
  if holder == mark then redis.call("HDEL", key, "holder", "ends") end
  return {0, text(now), text(serial)}
end

local is_held = not holder or holder == mark or now >= ends or ends - now > lease
if is_held then
  redis.call("HMSET", key, "holder", mark, "ends", text(now + lease))
  redis.call("PEXPIRE", key, kept_for)
end

local function drop_all_but(names)
  local is_kept = {}
  for _, name in ipairs(names) do is_kept["value:" .. name] = true end
  for _, field in ipairs(redis.call("HKEYS", key)) do
    if field:find "^value:" and not is_kept[field] then redis.call("HDEL", key, field) end
  end
end

local function tell(name, value, ...)
  local before = serial
  serial = math.max(serial + 1, now)
  redis.call("HMSET", key, "serial", text(serial), "value:" .. name, text(serial) .. " " .. text(now) .. " " .. value)
  if operation == "tell and drop" then drop_all_but {name, ...} end
  return {1, text(now), text(serial), text(before)}
end

local function changes(seen)
  local answer = {is_held and 1 or 0, text(now), text(serial)}
  if seen == serial then return answer end
  local all = redis.call("HGETALL", key)
  for i = 1, #all, 2 do
    local name, number, told_at, value = all[i]:match "^value:(.*)$", all[i + 1]:match "^(%d+) (%d+) (.*)$"
    if name and (tonumber(number) > seen or seen > serial) then
      for _, item in ipairs {name, told_at, value} do answer[#answer + 1] = item end
    end
  end
  return answer
end

if operation == "take" then return changes(tonumber(ARGV[5])) end
if not is_held then return {0, text(now), text(serial)} end
return tell(unpack(ARGV, 5))
]=]

-- Milliseconds for which values are kept that nobody renews.
local KEPT = 86400 * 1000

---@class aliota.nginx.Told a value that a host has told
---@field name string
---@field value any
---@field elapsed number  seconds since then

---@class aliota.nginx.Exchange
---@field private connection table
---@field private key string
---@field private mark string
---@field private lease integer  milliseconds
---@field private seen string    the serial up to which values are known here
local Exchange = {}
Exchange.__index = Exchange

local exchange = {}

--- Asks Redis nothing yet.
---@param route aliota.RedisRoute
---@param name string     of the feed
---@param seconds number  how long the lease lasts without being renewed
---@param mark string     which no other worker of any host has
---@return aliota.nginx.Exchange
function exchange.new(route, name, seconds, mark)
  return setmetatable({
    connection = connect(route, SCRIPT), key = ("aliota:feed:{%s}:%s"):format(name, VERSION), mark = mark,
    lease = math.ceil(seconds * 1000), seen = "0",
  }, Exchange)
end

local function run(self, operation, ...)
  local arguments = {operation, self.mark, self.lease, KEPT, ...}
  return self.connection:run(self.key, function() return compat.unpack(arguments) end)
end

local function told_values(reply)
  local list = {}
  for i = 4, #reply, 3 do
    local elapsed = math.max(0, tonumber(reply[2]) - tonumber(reply[i + 1])) / 1000
    list[#list + 1] = {name = reply[i], value = decode_json(reply[i + 2]), elapsed = elapsed}
  end
  return list
end

--- Takes or renews the lease, if it is free, and brings what others have told since this was asked last.
---@return aliota.nginx.Told[]|nil  nil when Redis did not answer
---@return boolean|string is_held or, without an answer, why there is none
function Exchange:take()
  local reply, problem = run(self, "take", self.seen)
  if not reply then return nil, problem end
  self.seen = reply[3]
  return told_values(reply), reply[1] == 1
end

--- Tells the others a value, which they are told once.
---@param name string
---@param value table
---@param others string[]|nil  names of the only other values that are still to be told; default all
---@return boolean|nil is_held  false: another host has the lease, and nothing was told; nil: Redis did not answer
---@return string|nil problem
function Exchange:tell(name, value, others)
  local operation = others and "tell and drop" or "tell"
  local reply, problem = run(self, operation, name, json.encode(value), compat.unpack(others or {}))
  if not reply then return nil, problem end
  if reply[4] == self.seen then self.seen = reply[3] end -- one's own need not be brought
  return reply[1] == 1
end

--- Gives the lease up, so that nobody has to wait for it.
function Exchange:release() run(self, "release") end

return exchange
