-- What a first use costs in a fresh process, up to the first task of a listing. arg: "libcurl" for loading that alone,
-- or "listing"; the port of a service whose page is bench/page.lua. Of the heap, with the tasks of that page, and
-- without.
local page = require "bench.page"

local JOB = page:match '"JobId":"([^"]+)"'

local kept

local USES = {
  libcurl = function() assert(package.loadlib("libcurl.so.4", "*")) end,
  listing = function()
    local client = require("aliota").new {
      endpoint = "http://127.0.0.1:" .. arg[2],
      credentials = {access_key_id = "bench", access_key_secret = "bench-secret"},
    }
    kept = {client = client, tasks = client:tasks {JobId = JOB}}
    assert(kept.tasks:next())
  end,
}

local function heap()
  for _ = 1, 4 do collectgarbage() end
  return collectgarbage "count"
end

local function modules()
  local count = 0
  for name in pairs(package.loaded) do count = count + (name:find "^aliota" and 1 or 0) end
  return count
end

local before, start = heap(), os.clock()
USES[arg[1]]()
local seconds = os.clock() - start
local with_tasks = heap() - before
if kept then
  kept.tasks:close()
  kept.tasks = nil
end
print("milliseconds " .. seconds * 1000)
print("kilobytes_with_tasks " .. with_tasks)
print("kilobytes " .. heap() - before)
print("modules " .. modules())
os.exit(true, false) -- closing the VM is no part of it
