-- What the sandbox can serve.
local programs = require "bench.programs"
local rounds = require "bench.rounds"
local shell = require "bench.shell"

local ROUNDS = 5

local function child(lua, script) return shell.quote(lua) .. " bench/child/" .. script end

local function serving(report)
  local medians = rounds(ROUNDS, programs {
    small = child(arg[-1], "serve.lua 2500 40"), large = child(arg[-1], "serve.lua 100000 2"),
    luajit = child("luajit", "serve.lua 2500 40"),
  })
  local function row(what, name, limit)
    local base = medians["base_" .. name]
    report.figure(what, "%.2f ms", medians[name].milliseconds, limit, base and base.milliseconds)
  end
  row("CPU of a sandbox for a page, 2,500 tasks", "small", 0.5)
  row("  of 100,000 tasks, listed twice", "large")
  row("  LuaJIT: 2,500 tasks", "luajit")
end

local function paging(report, order)
  local medians = rounds(3, programs {lua = child(arg[-1], "world.lua " .. order)})
  local world, base = medians.lua, medians.base_lua or {}
  report.figure("a page of 1,000,000 tasks, " .. order:gsub("_", " "), "%.2f ms", world.median, 2, base.median)
  report.figure("  99 of 100 pages", "%.2f ms", world.late, 2, base.late)
  report.figure("  peak memory", "%.0f MB", world.peak, 1000, base.peak)
end

---@param report table
return function(report)
  serving(report)
  paging(report, "stable")
  paging(report, "newest_change_first")
end
