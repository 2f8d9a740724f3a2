-- Decoding a page: ours, lua-cjson's, and the least that the Lua C API allows.
local rounds = require "bench.rounds"
local shell = require "bench.shell"

local ROUNDS = 5

local function under(lua)
  return function() return shell.figures(shell.quote(lua) .. " bench/child/decode.lua") end
end

---@param report table
return function(report)
  local medians = rounds(ROUNDS, {lua = under(arg[-1]), luajit = under "luajit"})
  local lua, luajit = medians.lua, medians.luajit
  report.figure("decode a page of 100 tasks, 45 kB: aliota", "%.0f us", lua.aliota)
  report.ratio("  against lua-cjson", "%.0f us", lua.cjson, lua.aliota, 0.42)
  report.ratio("  against the floor of the Lua C API", "%.0f us", lua.floor, lua.aliota, 1.3)
  report.figure("  LuaJIT: aliota", "%.0f us", luajit.aliota)
  report.ratio("  LuaJIT: against lua-cjson", "%.0f us", luajit.cjson, luajit.aliota)
  report.ratio("  LuaJIT: against the floor", "%.0f us", luajit.floor, luajit.aliota)
end
