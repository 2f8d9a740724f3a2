-- What the sandbox can serve.
local shell = require "bench.shell"

local function under(lua, script)
  return shell.figures(shell.quote(lua) .. " bench/child/" .. script)
end

---@param report table
return function(report)
  report.figure("CPU of a sandbox for a page, 2,500 tasks", "%.2f ms",
    under(arg[-1], "serve.lua 2500 40").milliseconds, 0.5)
  report.figure("  of 100,000 tasks", "%.2f ms", under(arg[-1], "serve.lua 100000 3").milliseconds)
  report.figure("  LuaJIT: 2,500 tasks", "%.2f ms", under("luajit", "serve.lua 2500 40").milliseconds)
  for _, order in ipairs {"stable", "newest_change_first"} do
    local world = under(arg[-1], "world.lua " .. order)
    report.figure("a page of 1,000,000 tasks, " .. order:gsub("_", " "), "%.2f ms", world.median, 2)
    report.figure("  99 of 100 pages", "%.2f ms", world.late, 2)
    report.figure("  peak memory", "%.0f MB", world.peak, 1000)
  end
end
