-- What loading costs in a fresh process: arg[1] is "libcurl", "aliota", or "client" for a first client, too.
local peak = require "bench.peak"

local LOADERS = {
  libcurl = function() assert(package.loadlib("libcurl.so.4", "*")) end,
  aliota = function() require "aliota" end,
  client = function()
    require("aliota").new {
      endpoint = "http://127.0.0.1",
      credentials = {access_key_id = "bench", access_key_secret = "bench-secret"},
    }
  end,
}

local function heap()
  collectgarbage()
  collectgarbage()
  return collectgarbage("count")
end

local before, start = heap(), os.clock()
LOADERS[arg[1]]()
print("milliseconds " .. (os.clock() - start) * 1000)
print("kilobytes " .. heap() - before)
print("peak " .. peak())
