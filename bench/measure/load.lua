-- What `require "aliota"` costs on top of loading libcurl.
local rounds = require "bench.rounds"
local shell = require "bench.shell"

local ROUNDS = 51

local function loading(what)
  return function() return shell.figures(("%s bench/child/load.lua %s"):format(shell.quote(arg[-1]), what)) end
end

---@param report table
return function(report)
  local medians = rounds(ROUNDS, {
    libcurl = loading "libcurl", aliota = loading "aliota", client = loading "client",
  })
  local libcurl, loaded, client = medians.libcurl, medians.aliota, medians.client
  report.figure("CPU of loading libcurl", "%.2f ms", libcurl.milliseconds)
  report.figure("CPU of require \"aliota\" above that", "%.2f ms", loaded.milliseconds - libcurl.milliseconds, 1.5)
  report.figure("  the first aliota.new above that", "%.2f ms", client.milliseconds - loaded.milliseconds)
  report.figure("Lua heap of require \"aliota\"", "%.0f kB", loaded.kilobytes, 400)
  report.figure("  with a client", "%.0f kB", client.kilobytes)
  report.figure("peak memory with libcurl loaded", "%.1f MB", libcurl.peak)
  report.figure("peak memory with aliota loaded", "%.1f MB", loaded.peak)
end
