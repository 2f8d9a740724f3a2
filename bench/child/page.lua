-- CPU of a page from end to end: reads lines that say how many, fetches so many, and prints what that took, in
-- milliseconds. arg: the server's port.
local aliota = require "aliota"

local client = aliota.new {
  endpoint = "http://127.0.0.1:" .. arg[1], quota = false,
  credentials = {access_key_id = "bench", access_key_secret = "bench-secret"},
}

local clock = os.clock
for line in io.lines() do
  local start = clock()
  for _ = 1, tonumber(line) do
    local page = assert(client:pages({JobId = "7glPHmaDYLAYMD1HHutT020000"}):next())
    assert(#page.tasks == 100, "100 tasks expected")
  end
  print((clock() - start) * 1000)
  io.flush()
end
