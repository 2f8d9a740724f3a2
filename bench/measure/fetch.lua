-- The CPU of one page from end to end over loopback: sign, send, receive, decode, task tables.
local base = require "bench.base"
local nginx = require "bench.nginx"
local others = require "bench.others"
local page = require "bench.page"
local rounds = require "bench.rounds"
local shell = require "bench.shell"
local turns = require "bench.turns"

local ROUNDS = 5
local CHILD = "%s%s bench/child/page.lua %d"

-- Node's page is the average of a process, which it takes to optimise its program; so is that of libcurl, beside it.
local function contenders(server)
  local function under(lua) return CHILD:format(server.beside, lua, server.port) end
  local ours = base.beside {lua = under(shell.quote(arg[-1])), luajit = under "luajit"}
  local function other(program)
    return function() return shell.figures(("%s%s %d"):format(server.beside, program, server.port)) end
  end
  return {
    ours = function() return turns {contenders = ours, rounds = 4, turns = 30, work = 20, warm_up = 50} end,
    node = other "node bench/node_page.js", curl = other(others.curl()),
  }
end

---@param report table
return function(report)
  others.node()
  local server <close> = nginx.start(page)
  local medians = rounds(ROUNDS, contenders(server))
  local ours, curl = medians.ours, medians.curl.milliseconds
  report.figure("CPU of a page over loopback: aliota", "%.3f ms", ours.lua, 0.3, ours.base_lua, 0.72)
  report.ratio("  against the official Node SDK", "%.3f ms", medians.node.milliseconds, ours.lua, 0.18)
  report.ratio("  against its second 1,000 pages", "%.3f ms", medians.node.later, ours.lua)
  report.figure(("  libcurl alone, a share of %.0f %%"):format(curl / ours.lua * 100), "%.3f ms", curl)
  report.figure("  LuaJIT: aliota", "%.3f ms", ours.luajit, nil, ours.base_luajit, 0.72)
end
