-- Milliseconds of CPU for a page of a batch of 100,000 tasks, after a few calls to warm up. arg: the server's port, how
-- the batch is listed, and how many requests are in flight, if not as many as the client thinks fit.
local aliota = require "aliota"

local WARM_UP, PAGES, JOB = 20, 1000, "7glPHmaDYLAYMD1HHutT020000"

local client = aliota.new {
  endpoint = "http://127.0.0.1:" .. arg[1], quota = false, prefetch = tonumber(arg[3]),
  credentials = {access_key_id = "bench", access_key_secret = "bench-secret"},
}

-- What comes is decoded; `look` is given its rows.
local function call(pages, look)
  local count = 0
  for number = 1, pages do
    local response = assert(client:call("ListOTATaskByJob", {JobId = JOB, CurrentPage = number, PageSize = 100}))
    count = count + look(response.Data.SimpleOTATaskInfo)
  end
  return count
end

local function count_all(rows) return #rows end

local function count_each(rows)
  local count = 0
  for _ in ipairs(rows) do count = count + 1 end
  return count
end

local WAYS = {
  calls = function() return call(PAGES, count_all) end,
  rows = function() return call(PAGES, count_each) end,
  pages = function()
    local count = 0
    for page in client:pages {JobId = JOB} do count = count + #page.tasks end
    return count
  end,
  tasks = function()
    local count = 0
    for _ in client:tasks {JobId = JOB} do count = count + 1 end
    return count
  end,
}

call(WARM_UP, count_all)
local start = os.clock()
assert(WAYS[arg[2]]() == PAGES * 100, "not every task was listed")
print("milliseconds " .. (os.clock() - start) / PAGES * 1000)
