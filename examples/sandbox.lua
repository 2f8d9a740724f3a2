-- Serves a sandbox until it is interrupted.
--
--   lua5.4 examples/sandbox.lua --port 0 --devices 2500 --tls --qps documented --chaos reset_in_body=0.05
--
-- The lines it prints can be pasted into a shell; the request log goes to standard error. ^C is its end, and no
-- failure. While it runs, $ALIOTA_ENDPOINT/_sandbox/truth and /_sandbox/stats tell what is so and what was asked.
local script = require("aliota.shell.script").new()

local seconds = require "aliota.util.seconds"
local kinds = require "aliota.shell.argument_kinds"
local signal = script:require "cqueues.signal"
local help = script:require "aliota.sandbox.usage"
local sandbox = script:require "aliota.sandbox"

local COUNT, PORT = kinds.whole(0, 1000000), kinds.whole(0, 65535, "a port")

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

local parser = script:parser("sandbox", "A stand-in for the OTA service of Alibaba Cloud IoT Platform.", {
  exits = "0 when ^C ended it, 1 for an error", more = help.text(),
})
parser:takes("--port", PORT, "Port on 127.0.0.1; 0 takes a free one.", "0")
parser:takes("--devices", COUNT, "Number of devices in the batch.", "2500")
parser:takes("--seed", kinds.whole(0, 2147483647), "Another seed makes another batch.", "1")
parser:takes("--job-id", kinds.TEXT, "Id of the batch (default: made from the seed).")
parser:takes("--instance-id", kinds.TEXT, "IotInstanceId that every call must name (default: none).")
parser:takes("--access-key-id", kinds.TEXT, "AccessKeyId to accept.")
parser:takes("--access-key-secret", kinds.TEXT, "AccessKeySecret to accept.")
parser:takes("--sts-token", kinds.TEXT, "Token that makes the keys temporary ones (default: none).")
parser:takes("--timeout-minutes", MINUTES, "Time-out of the batch; 0 for none.", "1440")
parser:takes("--user", kinds.TEXT, "Further keys, ID:SECRET of the same account or ID:SECRET:ACCOUNT."):count("*")
parser:option("--rollout", "settled or fresh.", "settled")
parser:takes("--speed", kinds.NUMBER, "Seconds of virtual time a second; 0 stands still.", "0")
parser:option("--order", "stable, newest_change_first or oldest_change_first.", "stable")
parser:takes("--qps", QUOTA, "Quota of every operation, or documented (default: none).")
parser:takes("--throttle-status", kinds.NUMBER, "Status of throttled answers: 400, 429, 503 or 200.", "400")
parser:flag("--retry-after", "Throttled answers say when to try again.")
parser:takes("--latency-ms", kinds.NUMBER, "Delay of every answer.")
parser:takes("--chaos", kinds.TEXT, "KIND[=RATE][,NAME=VALUE …], as reset_in_body=0.1 or trickle,count=3."):count("*")
parser:takes("--starts-at", TIME, "When virtual time begins: epoch seconds, or now.", "now")
parser:takes("--new-devices-per-minute", COUNT, "Devices that come while a dynamic batch runs.", "2")
parser:option("--page-past-end", "empty or error: what a page past the end is.", "empty")
parser:option("--unknown-device-names", "left_out or error: what becomes of names that no device has.", "left_out")
parser:flag("--status-ignores-names", "TaskStatus is not looked at where DeviceNames are given.")
parser:takes("--keys-expire-in", kinds.SECONDS, "How long temporary keys last, such as 90 or 10m.", "3600")
parser:flag("--no-imds-v1", "The metadata service wants a token.")
parser:flag("--tls", "Serve https with a certificate authority of its own.")
parser:flag("--quiet", "No request log.")
local arguments = parser:parse()

-- "trickle=0.1,bytes_per_second=500"
local function add_chaos(settings, text)
  local kind, rate, rest = text:match("^([%w_]+)=?([^,]*)(.*)$")
  if not kind then parser:error("--chaos takes KIND[=RATE][,NAME=VALUE …], not " .. text) end
  local setting = {rate = rate ~= "" and (tonumber(rate) or rate) or nil}
  for name, value in rest:gmatch(",([^=,]+)=?([^,]*)") do
    setting[name] = tonumber(value) or name == "seconds" and seconds(value) or value
  end
  settings[kind] = setting
end

local function chaos_from(given)
  local settings = {latency = given.latency_ms and {ms = given.latency_ms} or nil}
  for _, text in ipairs(given.chaos) do add_chaos(settings, text) end
  return settings
end

local function users_from(texts)
  local users = {}
  for i, text in ipairs(texts) do
    local id, secret, account = text:match("^([^:]+):([^:]+):?([^:]*)$")
    if not id then parser:error("--user takes ID:SECRET or ID:SECRET:ACCOUNT") end
    users[i] = {access_key_id = id, access_key_secret = secret, account = account ~= "" and account or nil}
  end
  return users
end

local function options_from(given)
  return {
    port = given.port,
    devices = given.devices,
    seed = given.seed,
    job_id = given.job_id,
    instance_id = given.instance_id,
    access_key_id = given.access_key_id,
    access_key_secret = given.access_key_secret,
    security_token = given.sts_token,
    timeout_minutes = given.timeout_minutes ~= 0 and given.timeout_minutes,
    users = users_from(given.user),
    rollout = given.rollout,
    speed = given.speed,
    order = given.order,
    qps = given.qps,
    throttle_status = given.throttle_status,
    retry_after = given.retry_after or false,
    starts_at = given.starts_at,
    new_devices_per_minute = given.new_devices_per_minute,
    page_past_end = given.page_past_end,
    unknown_device_names = given.unknown_device_names,
    status_filters_names = not given.status_ignores_names,
    keys_expire_in = given.keys_expire_in,
    imds_v1 = not given.no_imds_v1,
    chaos = chaos_from(given),
    tls = given.tls or false,
    log = not given.quiet and function(line) io.stderr:write(line, "\n") end or nil,
  }
end

local function export(name, value)
  if value then script:say(("export %s='%s'"):format(name, (value:gsub("'", "'\\''")))) end
end

local function wait_for_interrupt()
  signal.listen(signal.SIGINT, signal.SIGTERM):wait()
end

local function print_exports(running)
  export("ALIOTA_ENDPOINT", running.endpoint)
  export("ALIOTA_CA_FILE", running.ca_file)
  export("ALIBABA_CLOUD_ACCESS_KEY_ID", running.credentials.access_key_id)
  export("ALIBABA_CLOUD_ACCESS_KEY_SECRET", running.credentials.access_key_secret)
  export("ALIBABA_CLOUD_SECURITY_TOKEN", running.credentials.security_token)
  export("JOB_ID", running.job_id)
  script:flush()
end

signal.block(signal.SIGINT, signal.SIGTERM)
script:run(function()
  local stopped, err = sandbox.serve(options_from(arguments), function(running)
    running:stop_when(wait_for_interrupt)
    print_exports(running)
  end)
  if not stopped then error(err, 0) end
end)
