-- The memory of streaming a full window of tasks from the sandbox.
local sandbox = require "aliota.sandbox"
local shell = require "bench.shell"

local TASKS = 100000

local function command(server)
  return ("ALIBABA_CLOUD_ACCESS_KEY_ID=%s ALIBABA_CLOUD_ACCESS_KEY_SECRET=%s %s bench/child/stream.lua %s %s"):format(
    shell.quote(server.credentials.access_key_id), shell.quote(server.credentials.access_key_secret),
    shell.quote(arg[-1]), shell.quote(server.endpoint), shell.quote(server.job_id))
end

---@param report table
return function(report)
  local server <close> = assert(sandbox.start {devices = TASKS, lua = arg[-1]})
  local streamed = shell.figures(command(server))
  assert(streamed.tasks == TASKS, "not every task was streamed")
  report.figure("peak memory of streaming 100,000 tasks", "%.1f MB", streamed.peak, 16)
end
