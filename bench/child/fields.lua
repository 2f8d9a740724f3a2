-- CPU of a listing of which not all is looked at: reads lines that say how often, lists the whole batch so often, and
-- prints what that took, in milliseconds. arg: the server's port, who reads the listing, and how many tasks there are.
-- Where there is no option `fields`, whole rows are listed.
local aliota = require "aliota"
local report = require "aliota.report"
local write = require "aliota.write"

local JOB = "7glPHmaDYLAYMD1HHutT020000"
local COLUMNS = {"DeviceName", "TaskStatus", "UtcModified"}

local client = aliota.new {
  endpoint = "http://127.0.0.1:" .. arg[1], quota = false,
  credentials = {access_key_id = "bench", access_key_secret = "bench-secret"},
}

local function listing(fields) return client:tasks {JobId = JOB, fields = fields} end

local has_fields = pcall(listing, COLUMNS)

-- Each reads a listing and counts its tasks.
local READERS = {}

local function count_in_loop(tasks)
  local seen = 0
  for _ in tasks do seen = seen + 1 end
  return seen
end

function READERS.whole() return count_in_loop(listing()) end

function READERS.three_fields() return count_in_loop(listing(has_fields and COLUMNS or nil)) end

function READERS.count() return assert(listing():count()) end

function READERS.summary() return assert(report.summary(listing())).total end

function READERS.csv() return assert(write.csv(listing(), function() end, {columns = COLUMNS})) end

local read, total, clock = READERS[arg[2]], tonumber(arg[3]), os.clock
for line in io.lines() do
  local start = clock()
  for _ = 1, tonumber(line) do assert(read() == total, "not every task was listed") end
  print((clock() - start) * 1000)
  io.flush()
end
