-- How long many listings at once hold a worker of nginx, and what they take together; with BASE in the environment
-- beside those of another commit.
local rounds = require "bench.rounds"
local shell = require "bench.shell"

local ROUNDS = 5

-- What is measured: the kind and how many, and the longest that they may hold the worker.
local CROWDS = {
  {kind = "listings", count = 10}, {kind = "listings", count = 50, limit = 20},
  {kind = "listings", count = 200, limit = 40}, {kind = "tenants", count = 60, limit = 40},
}
local LONGER = 1.2 -- than those of the other commit they may take in all

local NAMES = {
  listings = "%d listings at once hold the worker for", tenants = "%d accounts at their quotas hold the worker for",
}

-- The tree of another commit, built; nil when none is asked for.
local function base_tree()
  local commit = os.getenv "BASE"
  if not commit or commit == "" then return nil end
  local tree = "build/base/" .. shell.output("git rev-parse --short " .. shell.quote(commit)):match "%S+"
  shell.output(([[
    test -e %s/build/jit/aliota/core.so || {
      mkdir -p %s && git archive %s | tar -x -C %s &&
      make --silent -C %s build/5.4/aliota/core.so build/jit/aliota/core.so
    }]]):format(tree, tree, shell.quote(commit), tree, tree))
  return shell.output("realpath " .. tree):match "[^\n]+"
end

-- Of our tree, where there is nothing before what the environment says already.
local function run(crowd, tree)
  local environment = tree and ('LUA_PATH="%s/lua/?.lua;%s/lua/?/init.lua;;" LUA_CPATH="%s/build/jit/?.so;;" '
    .. 'LUA_CPATH_5_4="%s/build/5.4/?.so;;" '):gsub("%%s", (tree:gsub("%%", "%%%%"))) or ""
  return shell.figures(("%s%s bench/child/crowd.lua %s %d"):format(
    environment, shell.quote(arg[-1]), crowd.kind, crowd.count))
end

---@param report table
return function(report)
  local base = base_tree()
  for _, crowd in ipairs(CROWDS) do
    local contenders = {ours = function() return run(crowd) end}
    if base then contenders.base = function() return run(crowd, base) end end
    local medians = rounds(ROUNDS, contenders)
    local ours, theirs = medians.ours, medians.base
    report.figure("nginx: " .. NAMES[crowd.kind]:format(crowd.count), "%.1f ms", ours.longest, crowd.limit)
    report.figure("  and take in all", "%.2f s", ours.total)
    if theirs then
      report.ratio("  of " .. os.getenv "BASE" .. ": hold the worker for", "%.1f ms", theirs.longest, ours.longest)
      report.ratio("  and take in all", "%.2f s", theirs.total, ours.total, LONGER)
    end
  end
end
