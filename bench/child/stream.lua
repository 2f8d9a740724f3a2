-- The peak memory of a process that lists a batch and keeps nothing. arg: the server's port.
local aliota = require "aliota"
local peak = require "bench.peak"

local client = aliota.new {
  endpoint = "http://127.0.0.1:" .. arg[1], quota = false,
  credentials = {access_key_id = "bench", access_key_secret = "bench-secret"},
}
local tasks, count = client:tasks {JobId = "7glPHmaDYLAYMD1HHutT020000"}, 0
for _ in tasks do count = count + 1 end
assert(tasks.coverage.complete, tostring(tasks.coverage))
print("tasks " .. count)
print("requests " .. tasks.coverage.requests)
print("peak " .. peak())
