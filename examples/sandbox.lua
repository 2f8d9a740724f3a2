-- Serves a sandbox until it is interrupted.
--
--   lua5.4 examples/sandbox.lua --port 0 --devices 2500
--
-- The lines it prints can be pasted into a shell; the request log goes to standard error.

local argparse = require "argparse"
local signal = require "cqueues.signal"

local sandbox = require "aliota.sandbox"

local parser = argparse("sandbox", "A stand-in for the OTA service of Alibaba Cloud IoT Platform.")
parser:option("--port", "Port on 127.0.0.1; 0 takes a free one.", "0"):convert(tonumber)
parser:option("--devices", "Number of devices in the batch.", "2500"):convert(tonumber)
parser:option("--seed", "Another seed makes another batch.", "1"):convert(tonumber)
parser:option("--job-id", "Id of the batch (default: made from the seed).")
parser:option("--instance-id", "IotInstanceId that every call must name (default: none).")
parser:option("--access-key-id", "AccessKeyId to accept.")
parser:option("--access-key-secret", "AccessKeySecret to accept.")
parser:option("--sts-token", "Token that makes the keys temporary ones (default: none).")
parser:option("--timeout-minutes", "Time-out of the batch; 0 for none.", "1440"):convert(tonumber)
parser:flag("--quiet", "No request log.")
local arguments = parser:parse()

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
    log = not given.quiet and function(line) io.stderr:write(line, "\n") end or nil,
  }
end

local function export(name, value)
  if value then print(("export %s='%s'"):format(name, value:gsub("'", "'\\''"))) end
end

local function wait_for_interrupt()
  signal.listen(signal.SIGINT, signal.SIGTERM):wait()
end

local function print_exports(running)
  export("ALIOTA_ENDPOINT", running.endpoint)
  export("ALIBABA_CLOUD_ACCESS_KEY_ID", running.credentials.access_key_id)
  export("ALIBABA_CLOUD_ACCESS_KEY_SECRET", running.credentials.access_key_secret)
  export("ALIBABA_CLOUD_SECURITY_TOKEN", running.credentials.security_token)
  export("JOB_ID", running.job_id)
  io.stdout:flush()
end

-- What is wrong with an argument is for the person at the terminal, without a traceback.
local function serve()
  local ok, stopped, message = pcall(sandbox.serve, options_from(arguments), function(running)
    running:stop_when(wait_for_interrupt)
    print_exports(running)
  end)
  if ok and stopped then return end
  io.stderr:write((tostring(ok and message or stopped):gsub("^%S+:%d+: ", "")), "\n")
  os.exit(1)
end

signal.block(signal.SIGINT, signal.SIGTERM)
serve()
