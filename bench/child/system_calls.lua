-- System calls for a page from end to end, as build/5.4/native.so counts them, which has to be preloaded: of the page
-- that took the fewest, and of the one in the middle. One that arrives in pieces takes some for each. arg[1] is the
-- server's port.
local aliota = require "aliota"
local native = require "native"

local WARM_UP, PAGES = 5, 101

local client = aliota.new {
  endpoint = "http://127.0.0.1:" .. arg[1], quota = false,
  credentials = {access_key_id = "bench", access_key_secret = "bench-secret"},
}

local function fetch()
  local page = assert(client:pages({JobId = "7glPHmaDYLAYMD1HHutT020000"}):next())
  assert(#page.tasks > 0, "tasks expected")
end

for _ = 1, WARM_UP do fetch() end
local counts = {}
for i = 1, PAGES do
  local before = native.system_calls()
  fetch()
  counts[i] = native.system_calls() - before
end
table.sort(counts)
print("fewest " .. counts[1])
print("median " .. counts[(PAGES + 1) / 2])
