-- What `require "aliota"` and a first listing cost on top of loading libcurl.
local nginx = require "bench.nginx"
local page = require "bench.page"
local programs = require "bench.programs"
local rounds = require "bench.rounds"
local shell = require "bench.shell"

local ROUNDS = 51

local function commands(server)
  local lua = server.beside .. shell.quote(arg[-1])
  local function loading(what) return ("%s bench/child/load.lua %s"):format(lua, what) end
  return {
    libcurl = loading "libcurl", aliota = loading "aliota", client = loading "client",
    listing = ("%s bench/child/first_use.lua listing %d"):format(lua, server.port),
  }
end

-- Milliseconds beyond what comes before, and kilobytes of heap, of one of the trees.
local function costs(medians, tree)
  local libcurl, loaded = medians[tree .. "libcurl"], medians[tree .. "aliota"]
  local client, listing = medians[tree .. "client"], medians[tree .. "listing"]
  if not loaded then return {} end
  return {
    require = loaded.milliseconds - libcurl.milliseconds, client = client.milliseconds - loaded.milliseconds,
    listing = listing.milliseconds - libcurl.milliseconds, require_heap = loaded.kilobytes,
    client_heap = client.kilobytes, listing_heap = listing.kilobytes, peak = loaded.peak,
  }
end

---@param report table
return function(report)
  local server <close> = nginx.start(page)
  local medians = rounds(ROUNDS, programs(commands(server)))
  local ours, base = costs(medians, ""), costs(medians, "base_")
  report.figure("CPU of loading libcurl", "%.2f ms", medians.libcurl.milliseconds)
  report.figure("CPU of require \"aliota\" above that", "%.2f ms", ours.require, 1.5, base.require)
  report.figure("  the first aliota.new above that", "%.2f ms", ours.client, nil, base.client)
  report.figure("  all up to the first task of a listing", "%.2f ms", ours.listing, nil, base.listing, 0.5)
  report.figure("Lua heap of require \"aliota\"", "%.0f kB", ours.require_heap, 400, base.require_heap)
  report.figure("  with a client", "%.0f kB", ours.client_heap, nil, base.client_heap)
  report.figure("  after a first listing", "%.0f kB", ours.listing_heap, 260, base.listing_heap)
  report.figure("peak memory with libcurl loaded", "%.1f MB", medians.libcurl.peak)
  report.figure("peak memory with aliota loaded", "%.1f MB", ours.peak, nil, base.peak)
end
