-- What a listing costs beyond the calls that it is made of: telling tasks apart, making tasks of rows, handing them
-- out, and knowing whether that was all.
local base = require "bench.base"
local nginx = require "bench.nginx"
local page = require "bench.page"
local shell = require "bench.shell"
local turns = require "bench.turns"

local LUA = shell.quote(arg[-1])
local CHILD = " bench/child/listing.lua %d "
local WAYS = {"calls", "calls_and_rows", "calls_in_for", "pages", "pages_in_for", "tasks"}

local function contenders_of(server)
  local contenders, held = {}, {}
  for _, way in ipairs(WAYS) do contenders[way] = server.beside .. LUA .. CHILD:format(server.port) .. way end
  for _, way in ipairs {"calls_and_rows", "tasks"} do
    contenders["luajit_" .. way] = server.beside .. "luajit" .. CHILD:format(server.port) .. way
  end
  for _, name in ipairs {"tasks", "pages", "luajit_tasks"} do held[name] = contenders[name] end
  for name, command in pairs(base.beside(held)) do contenders[name] = command end
  return contenders
end

---@param report table
return function(report)
  local server <close> = nginx.start(page, 100000)
  local times = turns {contenders = contenders_of(server), rounds = 15, turns = 20, work = 49, warm_up = 20}
  report.figure("CPU of a page of a listing: client:tasks", "%.3f ms", times.tasks, nil, times.base_tasks)
  report.ratio("  against bare calls and a loop over their rows", "%.3f ms", times.calls_and_rows, times.tasks, 1.1)
  report.figure("  client:pages, by next()", "%.3f ms", times.pages, nil, times.base_pages)
  report.ratio("  against bare calls", "%.3f ms", times.calls, times.pages, 1.1)
  report.figure("  client:pages, in a for loop", "%.3f ms", times.pages_in_for)
  report.ratio("  against bare calls in such a loop", "%.3f ms", times.calls_in_for, times.pages_in_for, 1.1)
  report.ratio("  against bare calls", "%.3f ms", times.calls, times.pages_in_for)
  report.figure("  LuaJIT: client:tasks", "%.3f ms", times.luajit_tasks, nil, times.base_luajit_tasks)
  report.ratio("  LuaJIT: against bare calls and a loop", "%.3f ms", times.luajit_calls_and_rows, times.luajit_tasks)
end
