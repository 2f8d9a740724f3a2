-- Milliseconds for a page of 100 rows of a batch of a million tasks, as JSON text, in each sort order and with each
-- filter, all over the batch; and the peak memory of the process. arg: order.
-- Of an older tree, too, which has another name for what writes bodies.
local found, json = pcall(require, "aliota.sandbox.json_body")
if not found then json = require "aliota.sandbox.json" end
local list = require("aliota.sandbox.service").operation("ListOTATaskByJob").answer
local peak = require "bench.peak"
local sandbox = require "aliota.sandbox"

local PAGES = 60 -- for each filter, all over what the window shows
local WINDOW = 1000 -- pages

local box = sandbox.new {devices = 1000000, order = arg[1]}
local times = {}

local function time_pages(status, total)
  local last = math.min(total // 100, WINDOW)
  for i = 1, PAGES do
    local page = ("%d"):format(1 + (last - 1) * (i - 1) // (PAGES - 1))
    local start = os.clock()
    json.encode(list(box.world, {JobId = box.job_id, PageSize = "100", CurrentPage = page, TaskStatus = status}))
    times[#times + 1] = (os.clock() - start) * 1000
  end
end

local job = box.world:truth().jobs[1]
time_pages(nil, job.total)
for status, total in pairs(job.by_status) do time_pages(status, total) end
table.sort(times)
print("median " .. times[#times // 2])
print("late " .. times[math.ceil(#times * 0.99)])
print("peak " .. peak())
