-- How much of the account's quota a listing uses over a slow connection.
local sandbox = require "aliota.sandbox"
local shell = require "bench.shell"

local TASKS = 5000
local LATENCIES = {150, 300, 800} -- milliseconds
local WITH_KEYS = "ALIBABA_CLOUD_ACCESS_KEY_ID=%s ALIBABA_CLOUD_ACCESS_KEY_SECRET=%s %s"

local function run(server, command)
  local keys = server.credentials
  local figures = shell.figures(WITH_KEYS:format(shell.quote(keys.access_key_id), shell.quote(keys.access_key_secret),
    command))
  assert(figures.tasks == TASKS, "not every task was listed")
  return figures.seconds
end

-- Of 50 requests the first 10 go at once, the others take 4 seconds, and two round trips can't be helped: the first
-- page tells how many there are, and the last has to come back.
local function quota_time(milliseconds) return 4 + 2 * milliseconds / 1000 end

-- Each has a server of its own, as if nobody had called within the last second.
local function serve(milliseconds)
  return assert(sandbox.start {
    devices = TASKS, qps = true, chaos = {latency = {ms = milliseconds}}, lua = arg[-1],
  })
end

local function list(milliseconds)
  local server <close> = serve(milliseconds)
  local seconds = run(server, ("%s bench/child/paced.lua %s %s"):format(
    shell.quote(arg[-1]), shell.quote(server.endpoint), shell.quote(server.job_id)))
  return seconds, server:stats().by_code["Throttling.User"] or 0
end

local function list_with_sdk(milliseconds)
  local server <close> = serve(milliseconds)
  return run(server, ("node bench/node_list.js %s %s"):format(
    server.endpoint:match "%d+$", shell.quote(server.job_id)))
end

---@param report table
return function(report)
  for _, milliseconds in ipairs(LATENCIES) do
    local ours, throttled = list(milliseconds)
    report.figure(("listing 5,000 tasks %d ms away, at 10 requests a second"):format(milliseconds), "%.2f s", ours)
    report.ratio("  against the quota's own time", "%.2f s", quota_time(milliseconds), ours, 1.05)
    report.figure("  throttled requests", "%d", throttled, 0)
    report.ratio("  against a loop with the official Node SDK", "%.2f s", list_with_sdk(milliseconds), ours)
  end
end
