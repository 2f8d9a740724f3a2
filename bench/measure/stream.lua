-- The memory of a listing: flat, but for what tells tasks apart.
local nginx = require "bench.nginx"
local page = require "bench.page"
local programs = require "bench.programs"
local rounds = require "bench.rounds"
local shell = require "bench.shell"

local ROUNDS = 5
local MEGABYTE = 1024 * 1024

local function peak_of(tasks)
  local server <close> = nginx.start(page, tasks)
  local command = ("%s bench/child/stream.lua %d"):format(shell.quote(arg[-1]), server.port)
  local medians = rounds(ROUNDS, programs {lua = command})
  for _, streamed in pairs(medians) do assert(streamed.tasks == tasks, "not every task was streamed") end
  return medians.lua.peak, medians.base_lua and medians.base_lua.peak
end

---@param report table
return function(report)
  local small, base_small = peak_of(10000)
  local window, base_window = peak_of(100000)
  local large, base_large = peak_of(700000)
  report.figure("peak memory of streaming 10,000 tasks", "%.1f MB", small, nil, base_small)
  report.figure("  100,000 tasks", "%.1f MB", window, 16, base_window, 1)
  report.figure("  700,000 tasks, state by state", "%.1f MB", large, nil, base_large)
  report.figure("  bytes for every further task", "%.0f", (large - small) * MEGABYTE / 690000, 40)
end
