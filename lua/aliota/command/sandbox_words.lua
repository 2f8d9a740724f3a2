-- The options of a sandbox in the words of a shell.
local compat = require "aliota.util.compat"
local dialect = require "aliota.api.dialect"
local kinds = require "aliota.shell.argument_kinds"
local merge = require "aliota.util.merge"
local open_questions = require "aliota.sandbox.open_questions"
local seconds = require "aliota.util.seconds"

local sandbox_words = {}

local COUNT = kinds.whole(0, 1000000)

local MINUTES = kinds.of("minutes from 1 to 1440, or 0 for none", function(given)
  local minutes = tonumber(given)
  return minutes and minutes % 1 == 0 and minutes >= 0 and minutes <= 1440 and minutes or nil
end)

local QUOTA = kinds.of("requests a second, or documented", function(given)
  local qps = tonumber(given)
  if given == "documented" then return true end
  return qps and qps % 1 == 0 and qps >= 1 and qps <= 1000000 and qps or nil
end)

local TIME = kinds.of("epoch seconds, or now", function(given)
  return given == "now" and os.time() or tonumber(given)
end)

local USER = kinds.of("ID:SECRET or ID:SECRET:ACCOUNT", function(given)
  local id, secret, account = given:match "^([^:]+):([^:]+):?([^:]*)$"
  return id and {access_key_id = id, access_key_secret = secret, account = account ~= "" and account or nil}
end)

-- "trickle=0.1,bytes_per_second=500"
local CHAOS = kinds.of("KIND[=RATE][,NAME=VALUE …]", function(given)
  local kind, rate, rest = given:match "^([A-Za-z0-9_]+)=?([^,]*)(.*)$"
  if not kind then return nil end
  local setting = {rate = rate ~= "" and (tonumber(rate) or rate) or nil}
  for name, value in rest:gmatch ",([^=,]+)=?([^,]*)" do
    setting[name] = tonumber(value) or name == "seconds" and seconds(value) or value
  end
  return {kind = kind, setting = setting}
end)

--- What there is, in order. Each has the name that the library has for it, but where a switch is on by default: its
--- flag turns that off.
---@type {name: string, kind: aliota.ArgumentKind|nil, text: string, is_list: boolean|nil}[]
sandbox_words.OPTIONS = {
  {name = "port", kind = kinds.whole(0, 65535, "a port"), text = "Port on 127.0.0.1 (default: a free one)."},
  {name = "devices", kind = COUNT, text = "Number of devices in the batch (default: 2500)."},
  {name = "seed", kind = kinds.whole(0, 2147483647), text = "Another seed makes another batch (default: 1)."},
  {name = "job_id", kind = kinds.TEXT, text = "Id of the batch (default: made from the seed)."},
  {name = "instance_id", kind = kinds.TEXT, text = "IotInstanceId that every call must name (default: none)."},
  {name = "access_key_id", kind = kinds.TEXT, text = "AccessKeyId to accept."},
  {name = "access_key_secret", kind = kinds.TEXT, text = "AccessKeySecret to accept."},
  {name = "security_token", kind = kinds.TEXT, text = "Token that makes the keys temporary ones (default: none)."},
  {name = "timeout_minutes", kind = MINUTES, text = "Time-out of the batch; 0 for none (default: 1440)."},
  {name = "user", kind = USER, is_list = true,
    text = "Further keys, ID:SECRET of the same account or ID:SECRET:ACCOUNT."},
  {name = "rollout", kind = kinds.TEXT, text = "settled (default) or fresh."},
  {name = "speed", kind = kinds.NUMBER, text = "Seconds of virtual time a second; 0 stands still (default)."},
  {name = "qps", kind = QUOTA, text = "Quota of every operation, or documented (default: none)."},
  {name = "throttle_status", kind = kinds.NUMBER,
    text = "Status of throttled answers: 400 (default), 429, 503 or 200."},
  {name = "retry_after", text = "Throttled answers say when to try again."},
  {name = "chaos", kind = CHAOS, is_list = true,
    text = "KIND[=RATE][,NAME=VALUE …], as reset_in_body=0.1 or trickle,count=3."},
  {name = "starts_at", kind = TIME, text = "When virtual time begins: epoch seconds, or now (default)."},
  {name = "new_devices_per_minute", kind = COUNT,
    text = "Devices that come while a dynamic batch runs (default: 2)."},
  {name = "refusal_status", kind = kinds.NUMBER,
    text = "Status of calls that the service itself refuses: 200 (default), 400, 404 or 500."},
  {name = "list_page_limit", kind = kinds.whole(1, 100),
    text = "The largest PageSize of lists of other things than tasks (default: 100)."},
  {name = "status_ignores_names", text = "TaskStatus is not looked at where DeviceNames are given."},
  {name = "keys_expire_in", kind = kinds.SECONDS,
    text = "How long temporary keys last, such as 90 or 10m (default: 1h)."},
  {name = "no_imds_v1", text = "The metadata service wants a token."},
  {name = "dialect", kind = kinds.one_of(dialect.BY_NAME, "a dialect"),
    text = "Whose service it stands in for: " .. table.concat(dialect.NAMES, " (default) or ") .. "."},
  {name = "tls", text = "Serve https with a certificate authority of its own."},
}

for _, question in ipairs(open_questions) do
  local rest = {compat.unpack(question.values, 2)}
  table.insert(sandbox_words.OPTIONS, {
    name = question.name, kind = kinds.TEXT,
    text = ("%s: %s (default) or %s."):format(question.text, question.values[1], table.concat(rest, " or ")),
  })
end

local function chaos_of(args)
  local settings = {latency = args.latency_ms and {ms = args.latency_ms} or nil}
  for _, one in ipairs(args.chaos) do settings[one.kind] = one.setting end
  return settings
end

local function off(flag) if flag then return false end end

--- What the sandbox is to be given; nil leaves it its default.
---@param args table
---@return table options
function sandbox_words.options(args)
  local given = {}
  for _, row in ipairs(sandbox_words.OPTIONS) do given[row.name] = args[row.name] end
  given.user, given.no_imds_v1, given.status_ignores_names = nil, nil, nil
  return merge(given, {
    timeout_minutes = given.timeout_minutes ~= 0 and given.timeout_minutes,
    users = args.user, chaos = chaos_of(args), imds_v1 = off(args.no_imds_v1),
    status_filters_names = off(args.status_ignores_names),
    log = not args.quiet and function(line) io.stderr:write(line, "\n") end or nil,
  })
end

return sandbox_words
