-- Lists for so many seconds through one client, while faults strike: arg: seconds, the sandbox's endpoint, the batch.
-- Prints, once a second and at last: seconds, pages, rows that were lost, kilobytes of Lua's heap.
local lazy = require "aliota.util.lazy"
local loop = require "aliota.loop"
local rounds = require "bench.soak.rounds"

local SECONDS, ENDPOINT, JOB_ID = tonumber(arg[1]), arg[2], arg[3]

local began, pages, lost, said_at = loop.now(), 0, 0, 0

local function say()
  local heap = rounds.heap()
  said_at = loop.now()
  print(("%.1f %d %d %.1f"):format(said_at - began, pages, lost, heap))
end

local client = rounds.client(ENDPOINT, function(event)
  if event.type == "page" then pages = pages + 1 end
end)

lazy.load_all() -- what would come with the first fault of a kind, however late that is, is no growth
io.stdout:setvbuf "line"
print(io.open("/proc/self/stat"):read "*n")
while loop.now() - began < SECONDS do
  lost = lost + rounds.run(client, JOB_ID)
  if loop.now() - said_at >= 1 then say() end
end
say()
