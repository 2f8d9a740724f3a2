-- What the sandbox can serve.
local rounds = require "bench.rounds"
local shell = require "bench.shell"

local ROUNDS = 5

local function under(lua, script)
  return function() return shell.figures(shell.quote(lua) .. " bench/child/" .. script) end
end

local function serving(report)
  local medians = rounds(ROUNDS, {
    small = under(arg[-1], "serve.lua 2500 40"), large = under(arg[-1], "serve.lua 100000 2"),
    luajit = under("luajit", "serve.lua 2500 40"),
  })
  report.figure("CPU of a sandbox for a page, 2,500 tasks", "%.2f ms", medians.small.milliseconds, 0.5)
  report.figure("  of 100,000 tasks, listed for the first and the second time", "%.2f ms", medians.large.milliseconds)
  report.figure("  LuaJIT: 2,500 tasks", "%.2f ms", medians.luajit.milliseconds)
end

local function paging(report, order)
  local world = rounds(3, {[order] = under(arg[-1], "world.lua " .. order)})[order]
  report.figure("a page of 1,000,000 tasks, " .. order:gsub("_", " "), "%.2f ms", world.median, 2)
  report.figure("  99 of 100 pages", "%.2f ms", world.late, 2)
  report.figure("  peak memory", "%.0f MB", world.peak, 1000)
end

---@param report table
return function(report)
  serving(report)
  paging(report, "stable")
  paging(report, "newest_change_first")
end
