-- Starts the sandbox, lists a batch of 2,500 tasks through the real client, and stops the sandbox.
local aliota = require "aliota"
local sandbox = require "aliota.sandbox"

local function list(client, job_id)
  local counts, total = {}, 0
  print "Devices that failed:"
  for task in client:tasks {JobId = job_id} do
    counts[task.TaskStatus] = (counts[task.TaskStatus] or 0) + 1
    total = total + 1
    if task.TaskStatus == "FAILED" then print("  " .. tostring(task)) end
  end
  return counts, total
end

local function print_counts(counts, total)
  local statuses = {}
  for status in pairs(counts) do statuses[#statuses + 1] = status end
  table.sort(statuses, function(a, b) return counts[a] > counts[b] end)
  print(("\n%d tasks:"):format(total))
  for _, status in ipairs(statuses) do
    print(("  %-11s %5d  %5.1f %%"):format(status, counts[status], counts[status] / total * 100))
  end
end

local service = assert(sandbox.start {devices = 2500})
local client = aliota.new {endpoint = service.endpoint, credentials = service.credentials, proxy = false}
local ok, counts, total = pcall(list, client, service.job_id)
service:stop()
if not ok then error(counts, 0) end
print_counts(counts, total)
