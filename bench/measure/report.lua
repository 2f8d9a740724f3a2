-- What a report costs on top of the listing that it reads.
local base = require "bench.base"
local client = require "bench.client"
local sandbox = require "aliota.sandbox"
local shell = require "bench.shell"

local TASKS, ROUNDS = 100000, 5
local MOST = 1.25 -- of listing alone
local REPORTS = {"summary", "reasons", "versions", "stuck", "timeline", "eta", "compare", "snapshot"}

local function figures_of(command)
  local figures = shell.figures(command)
  assert(figures.tasks == TASKS, "not every task was read")
  return figures
end

local function run(server, name)
  local program = ("%s bench/child/report.lua %s"):format(shell.quote(arg[-1]), name)
  local ours, theirs = base.both(client(program, server) .. " " .. ROUNDS)
  return figures_of(ours), theirs and figures_of(theirs) or {}
end

---@param report table
return function(report)
  local server <close> = assert(sandbox.start {devices = TASKS, lua = arg[-1]})
  for i, name in ipairs(REPORTS) do
    local ours, theirs = run(server, name)
    if i == 1 then report.figure("CPU of listing 100,000 tasks", "%.0f ms", ours.listing, nil, theirs.listing) end
    report.figure("  with the report " .. name, "%.0f ms", ours.report, MOST * ours.listing, theirs.report)
  end
end
