-- Lists for hours through one client, while faults strike and keys expire: lua5.4 bench/soak.lua HOURS. On Lua 5.4, on
-- LuaJIT and inside an nginx that is reloaded again and again, side by side. Nothing may be lost, and after the first
-- minute, or two fifths of a shorter run, neither resident memory nor descriptors nor Lua's heap may grow.
local chart = require "bench.soak.chart"
local flatness = require "bench.soak.flatness"
local program = require "bench.soak.program"
local served = require "bench.soak.served"
local socket = require "socket"

local SECONDS = assert(tonumber(arg[1]), "how many hours?") * 3600
local KEYS_LAST = math.max(10, math.min(60, math.floor(SECONDS / 6))) -- seconds
local RELOADS = 6 -- in a short run; in others one a minute
local PERIOD = math.min(60, SECONDS / 3 / RELOADS)

-- How much a figure may grow: so many of its unit, or so large a part of what it was. What a new process still comes to
-- hold in a short run is less, on a busy machine, too, where half of that comes late; what leaks at each page is soon
-- more.
local LIMITS = {
  {name = "heap", title = "Lua heap", unit = "KB", most = 96, share = 0.01},
  {name = "resident", title = "resident", unit = "KB", most = 4096, share = 0.05},
  {name = "descriptors", title = "descriptors", unit = "", most = 8, share = 0},
  {name = "master", title = "master", unit = "KB", most = 1024, share = 0.05},
}

-- Of a program, or of an nginx's last worker; and of an nginx's master, at each reload.
local function series_of(one, limit)
  if limit.name == "master" then return one.reloads end
  return one.series
end

local function values_of(series, name)
  local values = {}
  for i, sample in ipairs(series) do values[i] = sample[name] end
  return values
end

-- Says how a figure went; returns whether it is flat.
local function judge_figure(one, limit)
  local series = series_of(one, limit)
  local growth, before = flatness.growth(series, limit.name)
  local is_flat = growth <= math.max(limit.most, limit.share * before)
  print(("  %-11s %s %10.0f %-2s %+8.0f  %s"):format(limit.title, chart.line(values_of(series, limit.name)), before,
    limit.unit, growth, is_flat and "flat" or "GROWS"))
  return is_flat
end

local function judge(one)
  print(("%s: %d pages, %d requests that were none, %d rows lost%s"):format(one.name, one.pages or 0, one.faults,
    one.lost or 0, one.begun and (", %d rounds begun, %d ended"):format(one.begun, one.ended) or ""))
  if one.problem then print("  " .. one.problem) end
  local is_good = not one.problem and one.lost == 0 and (not one.begun or one.begun - one.ended <= 2)
  for _, limit in ipairs(LIMITS) do
    if series_of(one, limit) and not judge_figure(one, limit) then is_good = false end
  end
  return is_good
end

local all = {
  program.start("Lua 5.4", arg[-1], SECONDS, KEYS_LAST), program.start("LuaJIT", "luajit", SECONDS, KEYS_LAST),
  served.start("nginx", SECONDS, PERIOD, KEYS_LAST),
}
local began = socket.gettime()
repeat
  socket.sleep(0.5)
  local at = socket.gettime() - began
  for _, one in ipairs(all) do one:sample(at) end
until at >= SECONDS
local is_good = true
for _, one in ipairs(all) do
  one:finish()
  is_good = judge(one) and is_good
end
os.exit(is_good, true)
