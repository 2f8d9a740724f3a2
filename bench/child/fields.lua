-- CPU of pages of which not all is looked at: reads lines that say how many pages, lists so many, and prints what that
-- took, in milliseconds. arg: the server's port, and who reads the listing. Where there is no option `fields`, whole
-- rows are listed.
local aliota = require "aliota"
local report = require "aliota.report"
local write = require "aliota.write"

local JOB = "7glPHmaDYLAYMD1HHutT020000"
local COLUMNS = {"DeviceName", "TaskStatus", "UtcModified"}

local client = aliota.new {
  endpoint = "http://127.0.0.1:" .. arg[1], quota = false,
  credentials = {access_key_id = "bench", access_key_secret = "bench-secret"},
}

local function listing(fields)
  return client:tasks {JobId = JOB, passes = 1, fields = fields}
end

local has_fields = pcall(listing, COLUMNS)

-- Each reads so many pages and counts their tasks.
local READERS = {}

function READERS.three_fields(count)
  local seen = 0
  for task in listing(has_fields and COLUMNS or nil) do
    assert(task.DeviceName and task.TaskStatus and task.UtcModified)
    seen = seen + 1
    if seen == count then break end
  end
  return seen
end

function READERS.whole(count)
  local seen = 0
  for _ in listing() do
    seen = seen + 1
    if seen == count then break end
  end
  return seen
end

function READERS.summary(count) return assert(report.summary(listing():take(count))).total end

function READERS.csv(count)
  return assert(write.csv(listing():take(count), function() end, {columns = COLUMNS}))
end

function READERS.count(count) return assert(listing():take(count):count()) end

local read, clock = READERS[arg[2]], os.clock
for line in io.lines() do
  local count, start = tonumber(line) * 100, clock()
  assert(read(count) == count, "not every task was listed")
  print((clock() - start) * 1000)
  io.flush()
end
