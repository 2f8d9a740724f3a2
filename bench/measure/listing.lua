-- What a listing costs beyond the calls that it is made of: keeping pages in flight, telling tasks apart, making tasks
-- of rows, handing them out.
local nginx = require "bench.nginx"
local page = require "bench.page"
local rounds = require "bench.rounds"
local shell = require "bench.shell"

local ROUNDS = 15
local LUA = shell.quote(arg[-1])
local CONTENDERS = {
  calls = LUA .. " bench/child/listing.lua %d calls",
  rows = LUA .. " bench/child/listing.lua %d rows",
  pages = LUA .. " bench/child/listing.lua %d pages",
  tasks = LUA .. " bench/child/listing.lua %d tasks",
  alone = LUA .. " bench/child/listing.lua %d tasks 1",
  luajit_rows = "luajit bench/child/listing.lua %d rows",
  luajit_tasks = "luajit bench/child/listing.lua %d tasks",
}

-- Milliseconds of each contender.
local function measured()
  local server <close> = nginx.start(page, 100000)
  local contenders = {}
  for name, command in pairs(CONTENDERS) do
    contenders[name] = function() return shell.figures(server.beside .. command:format(server.port)) end
  end
  local times = {}
  for name, medians in pairs(rounds(ROUNDS, contenders)) do times[name] = medians.milliseconds end
  return times
end

---@param report table
return function(report)
  local times = measured()
  report.figure("CPU of a page of a listing: client:tasks", "%.3f ms", times.tasks)
  report.ratio("  against bare calls and a loop over their rows", "%.3f ms", times.rows, times.tasks, 1.1)
  report.figure("  client:pages", "%.3f ms", times.pages)
  report.ratio("  against bare calls", "%.3f ms", times.calls, times.pages, 1.1)
  report.figure("  client:tasks, one request at a time", "%.3f ms", times.alone)
  report.ratio("  against bare calls and a loop", "%.3f ms", times.rows, times.alone)
  report.figure("  LuaJIT: client:tasks", "%.3f ms", times.luajit_tasks)
  report.ratio("  LuaJIT: against bare calls and a loop", "%.3f ms", times.luajit_rows, times.luajit_tasks)
end
