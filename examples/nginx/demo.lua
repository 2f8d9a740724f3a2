-- Serves examples/nginx/nginx.conf before a sandbox with two batches, one that is nearly through and one that begins,
-- until it is interrupted:
--
--   lua5.4 examples/nginx/demo.lua [--port 8080]
--
-- nginx and its temporary folder go with this process, whatever ends it. ^C is its end, and no failure.
local script = require("aliota.shell.script").new()
local aliota = script:require "aliota"

local kinds = require "aliota.shell.argument_kinds"
local signal = script:require "cqueues.signal"
local socket = script:require "socket"
local sandbox = script:require "aliota.sandbox"

local parser = script:parser("demo", "Serves a page, metrics and listings of batches by nginx, before a sandbox.", {
  exits = "0 when ^C ended it, 1 for an error",
})
parser:takes("--port", kinds.whole(0, 65535, "a port"), "Port on 127.0.0.1; 0 takes a free one.", "0")
local arguments = parser:parse()

local HERE = arg[0]:match "^(.*)/" or "."
local SPEED = 20 -- seconds of the batches a second

local function output_of(command)
  local pipe = assert(io.popen(command))
  local output = pipe:read "*a"
  pipe:close()
  return (output:gsub("\n$", ""))
end

local function read(path)
  local file = assert(io.open(path))
  local text = file:read "*a"
  file:close()
  return text
end

local function write(path, text)
  local file = assert(io.open(path, "w"))
  file:write(text)
  assert(file:close())
end

-- The batches ---------------------------------------------------------------------------------------------------------

-- Begins to update the devices of the batch that is there to the next version, 50 a minute. Returns both.
local function begin_batch(service)
  local client = aliota.new {endpoint = service.endpoint, credentials = service.credentials, proxy = false}
  local product = assert(client:query_ota_job {JobId = service.job_id}).Data.ProductKey
  local upload = assert(client:generate_ota_upload_url {FileSuffix = "bin"}).Data
  local firmware = assert(client:create_ota_firmware {
    FirmwareName = "firmware-1.3.0", DestVersion = "1.3.0", ProductKey = product, FirmwareUrl = upload.FirmwareUrl,
    NeedToVerify = false,
  }).Data
  local job = assert(client:create_ota_static_upgrade_job {
    FirmwareId = firmware.FirmwareId, ProductKey = product, TargetSelection = "ALL", OverwriteMode = 2,
    MaximumPerMinute = 50,
  }).Data
  return job.JobId .. " " .. service.job_id
end

-- nginx ---------------------------------------------------------------------------------------------------------------

-- A shell waits at a pipe, whose end is what stops nginx.
local KEEPER = [[
trap '' INT TERM
%s PATH=$PATH:/usr/sbin nginx -p '%s' -e error.log -c nginx.conf -g 'daemon off; %s' &
read -r _
kill $! 2>/dev/null
wait $!
rm -rf '%s'
]]

local function free_port()
  local listener = assert(socket.bind("127.0.0.1", 0))
  local _, port = listener:getsockname()
  listener:close()
  return math.tointeger(port)
end

-- The configuration as it stands, but for the port and the place of nginx's modules.
local function configuration(port)
  local text = read(HERE .. "/nginx.conf"):gsub("listen 127%.0%.0%.1:%d+;", ("listen 127.0.0.1:%d;"):format(port))
  local folder = output_of("PATH=$PATH:/usr/sbin nginx -V 2>&1"):match "%-%-modules%-path=(%S+)" or ""
  return (text:gsub("load_module modules/(%S+);", function(name)
    local path = folder .. "/" .. name
    return io.open(path) and ("load_module %s;"):format(path) or "# " .. name .. " is built in;"
  end))
end

-- A master that is root would have workers who may not be able to read this tree.
local function user()
  return output_of "id -u" == "0" and ("user %s %s;"):format(output_of "id -un", output_of "id -gn") or ""
end

local function start_nginx(service, job_ids, port)
  local folder = output_of "mktemp -d"
  write(folder .. "/nginx.conf", configuration(port))
  write(folder .. "/stream.lua", read(HERE .. "/stream.lua"))
  local keys = service.credentials
  local environment = ("ALIOTA_ENDPOINT=%s ALIBABA_CLOUD_ACCESS_KEY_ID=%s ALIBABA_CLOUD_ACCESS_KEY_SECRET=%s "
    .. "JOB_IDS='%s'"):format(service.endpoint, keys.access_key_id, keys.access_key_secret, job_ids)
  return io.popen(KEEPER:format(environment, folder, user(), folder), "w")
end

local function await(port)
  for _ = 1, 100 do
    local connection = socket.connect("127.0.0.1", port)
    if connection then return connection:close() end
    socket.sleep(0.1)
  end
  error("nginx did not start", 0)
end

-- The demo ------------------------------------------------------------------------------------------------------------

signal.block(signal.SIGINT, signal.SIGTERM)
local service, keeper
local status, message = script:outcome(function()
  service = assert(sandbox.start {devices = 2500, speed = SPEED})
  local job_ids = begin_batch(service)
  local port = arguments.port ~= 0 and arguments.port or free_port()
  keeper = start_nginx(service, job_ids, port)
  await(port)
  local address = "http://127.0.0.1:" .. port
  script:say("The page:    " .. address .. "/")
  script:say("Its figures: " .. address .. "/batches.json and " .. address .. "/metrics")
  script:say("A listing:   curl -N '" .. address .. "/tasks.ndjson?JobId=" .. service.job_id .. "'")
  script:say("The service: " .. service.endpoint .. "/_sandbox/stats")
  script:say "^C ends it."
  script:flush()
  signal.listen(signal.SIGINT, signal.SIGTERM):wait()
end)
if keeper then keeper:close() end
if service then service:stop() end
script:exit(status, message)
