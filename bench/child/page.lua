-- Milliseconds of CPU for a page from end to end, over as many pages as the service shows of one batch, after a few
-- to warm up. arg[1] is the server's port.
local aliota = require "aliota"

local WARM_UP, PAGES = 20, 1000

local client = aliota.new {
  endpoint = "http://127.0.0.1:" .. arg[1], quota = false,
  credentials = {access_key_id = "bench", access_key_secret = "bench-secret"},
}

local function fetch(times)
  for _ = 1, times do
    local page = assert(client:pages({JobId = "7glPHmaDYLAYMD1HHutT020000"}):next())
    assert(#page.tasks == 100, "100 tasks expected")
  end
end

fetch(WARM_UP)
local start = os.clock()
fetch(PAGES)
print("milliseconds " .. (os.clock() - start) / PAGES * 1000)
