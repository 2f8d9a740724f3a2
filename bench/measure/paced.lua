-- The time of a listing at the pace of the quota, whatever the round trip takes.
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

-- A sandbox of its own for each client, as it counts the calls of the second before.
local function listing(program, milliseconds, on_stats)
  return function()
    local server <close> =
      assert(sandbox.start {devices = TASKS, qps = true, chaos = {latency = {ms = milliseconds}}, lua = arg[-1]})
    local figures = shell.figures(client(program, server))
    assert(figures.tasks == TASKS, "not every task was listed")
    on_stats(server:stats())
    return figures
  end
end

local function pacing(report, milliseconds)
  local refused = 0
  local function count_refused(stats) refused = refused + (stats.by_code["Throttling.User"] or 0) end
  local program = shell.quote(arg[-1]) .. " bench/child/paced.lua"
  local of_ours, of_base = base.both(program)
  local medians = rounds(ROUNDS, {
    ours = listing(of_ours, milliseconds, count_refused),
    base = of_base and listing(of_base, milliseconds, function() end),
  })
  local ours, before = medians.ours, medians.base or {}
  local theirs = listing("node bench/node_list.js", milliseconds, function() end)()
  local least = QUOTA_SECONDS + 2 * milliseconds / 1000
  report.figure(("listing 5,000 tasks, answers after %d ms: aliota"):format(milliseconds), "%.2f s", ours.seconds, nil,
    before.seconds)
  report.ratio("  against the quota's 4 s and two round trips", "%.2f s", least, ours.seconds, 1.05)
  report.ratio("  against the official Node SDK, page by page", "%.2f s", theirs.seconds, ours.seconds)
  report.figure("  requests refused in all rounds", "%.0f", refused, 0)
end

---@param report table
return function(report)
  others.node()
  for _, milliseconds in ipairs {150, 300, 800} do pacing(report, milliseconds) end
end
