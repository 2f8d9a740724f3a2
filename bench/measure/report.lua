-- What a report costs on top of the listing that it reads.
local client = require "bench.client"
local programs = require "bench.programs"
local rounds = require "bench.rounds"
local sandbox = require "aliota.sandbox"
local shell = require "bench.shell"

local TASKS, ROUNDS = 50000, 3
local TIMES = 2 -- in each process
local MOST = 1.25 -- of listing alone
local REPORTS = {"summary", "reasons", "versions", "stuck", "timeline", "eta", "compare", "snapshot"}

local function run(server, name)
  local program = ("%s bench/child/report.lua %s"):format(shell.quote(arg[-1]), name)
  local medians = rounds(ROUNDS, programs {ours = client(program, server) .. " " .. TIMES})
  for _, figures in pairs(medians) do assert(figures.tasks == TASKS, "not every task was read") end
  return medians.ours, medians.base_ours or {}
end

---@param report table
return function(report)
  local server <close> = assert(sandbox.start {devices = TASKS, lua = arg[-1]})
  for i, name in ipairs(REPORTS) do
    local ours, theirs = run(server, name)
    if i == 1 then report.figure("CPU of listing 50,000 tasks", "%.0f ms", ours.listing, nil, theirs.listing) end
    report.figure("  with the report " .. name, "%.0f ms", ours.report, MOST * ours.listing, theirs.report)
  end
end
