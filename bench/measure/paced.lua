-- The time of a listing at the pace of the quota, whatever the round trip takes, and however unequally long.
local client = require "bench.client"
local rounds = require "bench.rounds"
local sandbox = require "aliota.sandbox"
local shell = require "bench.shell"

local ROUNDS, JITTERY_ROUNDS = 3, 5
local TASKS = 5000
-- Of 50 requests 10 go at once, and as many each second after the first.
local QUOTA_SECONDS = 4

-- A sandbox of its own for each client, as it counts the calls of the second before; each round has a seed of its own.
local function listing(program, latency, on_stats)
  local seed = 0
  return function()
    seed = seed + 1
    local server <close> = assert(sandbox.start {
      devices = TASKS, qps = true, seed = seed, chaos = {latency = latency}, lua = arg[-1],
    })
    local figures = shell.figures(client(program, server))
    assert(figures.tasks == TASKS, "not every task was listed")
    on_stats(server:stats())
    return figures
  end
end

-- Seconds of our listing, and how many requests were refused in all rounds.
local function pace(count, latency)
  local refused = 0
  local function count_refused(stats) refused = refused + (stats.by_code["Throttling.User"] or 0) end
  local program = shell.quote(arg[-1]) .. " bench/child/paced.lua"
  return rounds(count, {lua = listing(program, latency, count_refused)}).lua, refused
end

local function pacing(report, milliseconds)
  local ours, refused = pace(ROUNDS, {ms = milliseconds})
  local theirs = listing("node bench/node_list.js", {ms = milliseconds}, function() end)()
  local least = QUOTA_SECONDS + 2 * milliseconds / 1000
  report.figure(("listing 5,000 tasks, answers after %d ms: aliota"):format(milliseconds), "%.2f s", ours.seconds)
  report.ratio("  against the quota's 4 s and two round trips", "%.2f s", least, ours.seconds, 1.05)
  report.ratio("  against the official Node SDK, page by page", "%.2f s", theirs.seconds, ours.seconds)
  report.figure("  requests refused in all rounds", "%.0f", refused, 0)
end

-- The way there takes up to so much longer, at random.
local function pacing_under_jitter(report, milliseconds, jitter, most)
  local ours, refused = pace(JITTERY_ROUNDS, {ms = milliseconds, jitter = jitter})
  local least = QUOTA_SECONDS + 2 * milliseconds / 1000
  report.figure(("listing 5,000 tasks, answers after %d to %d ms: aliota"):format(milliseconds, milliseconds + jitter),
    "%.2f s", ours.seconds)
  report.ratio("  against the quota's 4 s and two of the shortest round trips", "%.2f s", least, ours.seconds, most)
  report.figure("  requests refused a round", "%.1f", refused / JITTERY_ROUNDS, 1)
end

---@param report table
return function(report)
  for _, milliseconds in ipairs {150, 300, 800} do pacing(report, milliseconds) end
  for _, case in ipairs {{50, 1.07}, {100, 1.12}, {200, 1.18}} do pacing_under_jitter(report, 100, case[1], case[2]) end
end
