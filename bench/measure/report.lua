-- What a report costs on top of the listing that it reads.
local client = require "bench.client"
local sandbox = require "aliota.sandbox"
local shell = require "bench.shell"

local TASKS, ROUNDS = 100000, 5
local REPORTS = {"summary", "reasons", "versions", "stuck", "timeline", "eta", "compare", "snapshot"}

local function run(server, name)
  local program = ("%s bench/child/report.lua %s"):format(shell.quote(arg[-1]), name)
  local figures = shell.figures(client(program, server) .. " " .. ROUNDS)
  assert(figures.tasks == TASKS, "not every task was read")
  return figures
end

---@param report table
return function(report)
  local server <close> = assert(sandbox.start {devices = TASKS, lua = arg[-1]})
  for i, name in ipairs(REPORTS) do
    local figures = run(server, name)
    if i == 1 then report.figure("CPU of listing 100,000 tasks", "%.0f ms", figures.listing) end
    report.ratio("  with the report " .. name, "%.0f ms", figures.listing, figures.report, 1.25)
  end
end
