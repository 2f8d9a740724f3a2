-- The CPU of one page from end to end over loopback: sign, send, receive, decode, task tables.
local nginx = require "bench.nginx"
local page = require "bench.page"
local rounds = require "bench.rounds"
local shell = require "bench.shell"

local ROUNDS = 7
local PROGRAMS = {
  lua = shell.quote(arg[-1]) .. " bench/child/page.lua",
  luajit = "luajit bench/child/page.lua",
  node = "node bench/node_page.js",
  curl = "build/bench_curl",
}

---@param report table
return function(report)
  local server <close> = nginx.start(page)
  local contenders = {}
  for name, program in pairs(PROGRAMS) do
    contenders[name] = function() return shell.figures(server.beside .. program .. " " .. server.port) end
  end
  local medians = rounds(ROUNDS, contenders)
  local ours, curl = medians.lua.milliseconds, medians.curl.milliseconds
  report.figure("CPU of a page over loopback: aliota", "%.3f ms", ours, 0.3)
  report.ratio("  against the official Node SDK", "%.3f ms", medians.node.milliseconds, ours, 0.25)
  report.ratio("  against its second 1,000 pages", "%.3f ms", medians.node.later, ours)
  report.figure(("  libcurl alone, a share of %.0f %%"):format(curl / ours * 100), "%.3f ms", curl)
  report.figure("  LuaJIT: aliota", "%.3f ms", medians.luajit.milliseconds)
end
