-- Decoding a page: ours, lua-cjson's, and the least that the Lua C API allows.
local base = require "bench.base"
local shell = require "bench.shell"
local turns = require "bench.turns"

local CHILD = "taskset -c 0 %s bench/child/decode.lua "

local function contenders()
  local lua, luajit = CHILD:format(shell.quote(arg[-1])), CHILD:format "luajit"
  local all = base.beside {lua = lua .. "aliota", luajit = luajit .. "aliota"}
  for _, other in ipairs {"cjson", "floor"} do
    all["lua_" .. other], all["luajit_" .. other] = lua .. other, luajit .. other
  end
  return all
end

---@param report table
return function(report)
  local times = turns {contenders = contenders(), rounds = 7, turns = 30, work = 30, warm_up = 100}
  report.figure("decode a page of 100 tasks, 45 kB: aliota", "%.0f us", times.lua, nil, times.base_lua)
  report.ratio("  against lua-cjson", "%.0f us", times.lua_cjson, times.lua, 0.42)
  report.ratio("  against the floor of the Lua C API", "%.0f us", times.lua_floor, times.lua, 1.3)
  report.figure("  LuaJIT: aliota", "%.0f us", times.luajit, nil, times.base_luajit)
  report.ratio("  LuaJIT: against lua-cjson", "%.0f us", times.luajit_cjson, times.luajit)
  report.ratio("  LuaJIT: against the floor", "%.0f us", times.luajit_floor, times.luajit, 1.2)
end
