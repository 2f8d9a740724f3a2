-- How long many listings at once hold a worker of nginx, and what they take together.
local programs = require "bench.programs"
local rounds = require "bench.rounds"
local shell = require "bench.shell"

local ROUNDS = 5
local CHILD = "%s bench/child/crowd.lua %s %d"

-- What is measured: the kind and how many, and the longest that they may hold the worker.
local CROWDS = {
  {kind = "listings", count = 10}, {kind = "listings", count = 50, limit = 20},
  {kind = "listings", count = 200, limit = 40}, {kind = "tenants", count = 60, limit = 40},
}
local LONGER = 1.2 -- than those of the other commit they may take in all

local NAMES = {
  listings = "%d listings at once hold the worker for", tenants = "%d accounts at their quotas hold the worker for",
}

---@param report table
return function(report)
  for _, crowd in ipairs(CROWDS) do
    local medians = rounds(ROUNDS, programs {ours = CHILD:format(shell.quote(arg[-1]), crowd.kind, crowd.count)})
    local ours, base = medians.ours, medians.base_ours or {}
    local what = "nginx: " .. NAMES[crowd.kind]:format(crowd.count)
    report.figure(what, "%.1f ms", ours.longest, crowd.limit, base.longest)
    report.figure("  and take in all", "%.2f s", ours.total, nil, base.total, LONGER)
  end
end
