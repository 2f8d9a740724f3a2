-- The time of a listing at the pace of the quota, whatever the round trip takes, and however unequally long the way is.
local base = require "bench.base"
local client = require "bench.client"
local others = require "bench.others"
local rounds = require "bench.rounds"
local sandbox = require "aliota.sandbox"
local shell = require "bench.shell"

local ROUNDS = 3
local TASKS = 5000
-- Of 50 requests 10 go at once, and as many each second after the first.
local QUOTA_SECONDS = 4

-- Milliseconds. `most` is the part of the quota's time that a listing may take, `refused` how many of its requests.
local CASES = {
  {ms = 150}, {ms = 300}, {ms = 800},
  {ms = 100, jitter = 50, most = 1.12, refused = 1}, {ms = 100, jitter = 100, most = 1.12, refused = 1},
  {ms = 100, jitter = 200, most = 1.18, refused = 1},
}

-- A sandbox of its own for each client, as it counts the calls of the second before, and a way of its own.
local function listing(program, case, on_stats)
  local seed = 0
  return function()
    seed = seed + 1
    local latency = {ms = case.ms, jitter = case.jitter}
    local server <close> =
      assert(sandbox.start {devices = TASKS, seed = seed, qps = true, chaos = {latency = latency}, lua = arg[-1]})
    local figures = shell.figures(client(program, server))
    assert(figures.tasks == TASKS, "not every task was listed")
    on_stats(server:stats())
    return figures
  end
end

local function way(case)
  return ("%d ms%s"):format(case.ms, case.jitter and (" + 0 to %d"):format(case.jitter) or "")
end

-- The seconds in the middle of all rounds, and the requests refused in the worst, of each tree.
local function list_at_pace(case)
  local contenders, refused = {}, {}
  for name, program in pairs(base.beside {ours = shell.quote(arg[-1]) .. " bench/child/paced.lua"}) do
    refused[name] = 0
    contenders[name] = listing(program, case, function(stats)
      refused[name] = math.max(refused[name], stats.by_code["Throttling.User"] or 0)
    end)
  end
  return rounds(ROUNDS, contenders), refused
end

local function pacing(report, case)
  local medians, refused = list_at_pace(case)
  local ours, before = medians.ours.seconds, medians.base_ours and medians.base_ours.seconds
  local theirs = listing("node bench/node_list.js", case, function() end)().seconds
  local least = QUOTA_SECONDS + 2 * case.ms / 1000
  report.figure(("listing 5,000 tasks, answers after %s: aliota"):format(way(case)), "%.2f s", ours, nil, before)
  report.ratio("  against the quota's 4 s and two round trips", "%.2f s", least, ours, case.most or 1.05)
  report.ratio("  against the official Node SDK, page by page", "%.2f s", theirs, ours)
  report.figure("  requests refused, in the worst round", "%.0f", refused.ours, case.refused or 0)
  if before then report.figure("  of the base", "%.0f", refused.base_ours) end
end

---@param report table
return function(report)
  others.node()
  for _, case in ipairs(CASES) do pacing(report, case) end
end
