-- CPU of pages of a batch of 100,000 tasks, by the batch: reads lines that say how many pages, lists so many more, and
-- prints what that took, in milliseconds. arg: the server's port, and how the batch is listed.
local aliota = require "aliota"

local JOB = "7glPHmaDYLAYMD1HHutT020000"

local client = aliota.new {
  endpoint = "http://127.0.0.1:" .. arg[1], quota = false,
  credentials = {access_key_id = "bench", access_key_secret = "bench-secret"},
}

local number = 0

local function call()
  number = number + 1
  local response = assert(client:call("ListOTATaskByJob", {JobId = JOB, CurrentPage = number, PageSize = 100}))
  return response.Data.SimpleOTATaskInfo
end

local pages, tasks = client:pages {JobId = JOB}, client:tasks {JobId = JOB}

-- Each counts the tasks on so many pages.
local WAYS = {}

function WAYS.calls(count)
  local seen = 0
  for _ = 1, count do seen = seen + #call() end
  return seen
end

function WAYS.calls_and_rows(count)
  local seen = 0
  for _ = 1, count do
    for _ in ipairs(call()) do seen = seen + 1 end
  end
  return seen
end

-- A generic `for` holds what it was given last while the next is made, which the collector then looks at.
function WAYS.calls_in_for(count)
  local seen, last = 0, number + count
  for rows in function() return number < last and call() or nil end do seen = seen + #rows end
  return seen
end

function WAYS.pages(count)
  local seen = 0
  for _ = 1, count do seen = seen + #assert(pages:next()).tasks end
  return seen
end

function WAYS.pages_in_for(count)
  local seen = 0
  for page in pages do
    seen, count = seen + #page.tasks, count - 1
    if count == 0 then break end
  end
  return seen
end

function WAYS.tasks(count)
  local seen = 0
  for _ in tasks do
    seen = seen + 1
    if seen == count * 100 then break end
  end
  return seen
end

local way, clock = WAYS[arg[2]], os.clock
for line in io.lines() do
  local count, start = tonumber(line), clock()
  assert(way(count) == count * 100, "not every task was listed")
  print((clock() - start) * 1000)
  io.flush()
end
