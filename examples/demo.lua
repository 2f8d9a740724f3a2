-- Starts the sandbox, lists a batch of 2,500 tasks through the real client, and stops the sandbox.
-- Exit status: 0 when all went well, 1 for an error, 130 when interrupted.
local script = require("aliota.shell.script").new()
local aliota = script:require "aliota"

local sandbox = script:require "aliota.sandbox"

script:parser("demo", "Starts the sandbox, lists a batch of 2,500 tasks, and stops the sandbox.", {
  exits = "0 when all went well, 1 for an error, 130 when interrupted",
}):parse()

local function list(client, job_id)
  local counts, total = {}, 0
  script:say "Devices that failed:"
  for task in client:tasks {JobId = job_id} do
    counts[task.TaskStatus] = (counts[task.TaskStatus] or 0) + 1
    total = total + 1
    if task.TaskStatus == "FAILED" then script:say("  " .. tostring(task)) end
  end
  return counts, total
end

local function print_counts(counts, total)
  local statuses = {}
  for status in pairs(counts) do statuses[#statuses + 1] = status end
  table.sort(statuses, function(a, b) return counts[a] > counts[b] end)
  script:say(("\n%d tasks:"):format(total))
  for _, status in ipairs(statuses) do
    script:say(("  %-11s %5d  %5.1f %%"):format(status, counts[status], counts[status] / total * 100))
  end
end

local service
local status, message = script:outcome(function()
  service = assert(sandbox.start {devices = 2500})
  local client = aliota.new {endpoint = service.endpoint, credentials = service.credentials, proxy = false}
  print_counts(list(client, service.job_id))
end)
if service then service:stop() end
script:exit(status, message)
