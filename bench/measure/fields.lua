-- What listings cost of which not all is looked at: each lists 2,000 tasks.
local base = require "bench.base"
local nginx = require "bench.nginx"
local page = require "bench.page"
local shell = require "bench.shell"
local turns = require "bench.turns"

local TASKS = 2000
local PAGES = TASKS / 100
local CHILD = "%s%s bench/child/fields.lua %d %s %d"

-- Against the other commit, which may have no fields to choose.
local READERS = {
  {name = "three_fields", what = "CPU of a page of a listing with three fields", limit = 0.4},
  {name = "summary", what = "  of the report summary of a listing", limit = 0.4},
  {name = "csv", what = "  of a CSV file of three columns", limit = 0.55},
}

local function contenders(server)
  local all = {whole = CHILD:format(server.beside, shell.quote(arg[-1]), server.port, "whole", TASKS)}
  for _, reader in ipairs(READERS) do
    for prefix, lua in pairs {[""] = shell.quote(arg[-1]), luajit_ = "luajit"} do
      all[prefix .. reader.name] = CHILD:format(server.beside, lua, server.port, reader.name, TASKS)
    end
  end
  return base.beside(all)
end

---@param report table
return function(report)
  local server <close> = nginx.start(page, TASKS)
  local times = turns {contenders = contenders(server), rounds = 3, turns = 20, work = 1, warm_up = 5}
  for name, time in pairs(times) do times[name] = time / PAGES end
  for i, reader in ipairs(READERS) do
    local name = reader.name
    report.figure(reader.what, "%.3f ms", times[name], nil, times["base_" .. name], reader.limit)
    if i == 1 then report.ratio("  against a whole one", "%.3f ms", times.whole, times[name]) end
    local luajit = "luajit_" .. name
    report.figure("  LuaJIT", "%.3f ms", times[luajit], nil, times["base_" .. luajit])
  end
end
