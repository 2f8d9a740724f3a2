-- Lists one batch once while its devices move, at the pace of the documented quota, and counts what was missed.
-- arg: devices, changes a second, order, TaskStatus or "all". Prints figures.
local aliota = require "aliota"
local loop = require "aliota.loop"
local sandbox = require "aliota.sandbox"

local DEVICES, RATE, ORDER, STATUS = tonumber(arg[1]), tonumber(arg[2]), arg[3], arg[4] ~= "all" and arg[4] or nil
local CHANGES_OF_A_TASK = 5 -- from its notification to its end
local WARM_UP = 120 -- seconds until about as many devices are through as are notified
local CHUNK = 10000 -- rows of the truth at once
local SAMPLE = 5 -- seconds: no device changes twice in so short a time, but for a few

local service = assert(sandbox.start {devices = DEVICES, order = ORDER, rollout = "fresh"})
local client = aliota.new {endpoint = service.endpoint, credentials = service.credentials, proxy = false}

local function each_row(visit)
  for first = 1, DEVICES, CHUNK do
    for _, row in ipairs(service:truth({JobId = service.job_id, first = first, count = CHUNK}).rows) do visit(row) end
  end
end

-- TaskId → state and time of the last change. It is not of one moment, but each task's is before what comes after.
local function truth()
  local tasks = {}
  each_row(function(row) tasks[row.TaskId] = row.TaskStatus .. " " .. row.UtcModified end)
  return tasks
end

local function begin()
  assert(client:update_ota_job {
    JobId = service.job_id, UpgradeType = "STATIC", TargetSelection = "ALL",
    MaximumPerMinute = math.floor(RATE * 60 / CHANGES_OF_A_TASK),
  })
  service:advance(WARM_UP)
  service:clock {speed = 1}
end

local function utc(time) return os.date("!%Y-%m-%dT%H:%M:%S", time) end

-- Changes a second, as the truth shows them: in the last seconds that were over when this begins.
local function measured_rate()
  local changed, now = 0, math.floor(service:truth().now)
  local from, to = utc(now - SAMPLE), utc(now)
  each_row(function(row)
    if row.UtcModified >= from and row.UtcModified < to then changed = changed + 1 end
  end)
  return changed / SAMPLE
end

local function list()
  local tasks, seen, started = client:tasks {JobId = service.job_id, TaskStatus = STATUS}, {}, loop.now()
  for task in tasks do
    assert(not seen[task.TaskId], "handed out twice")
    seen[task.TaskId] = true
  end
  return seen, tasks.coverage, loop.now() - started
end

-- All tasks, or those that were in the state throughout.
local function missed(seen, before, after)
  local count = 0
  for id, task in pairs(after) do
    local due = not STATUS or (before[id] == task and task:find(STATUS .. " ", 1, true) == 1)
    if due and not seen[id] then count = count + 1 end
  end
  return count
end

begin()
local rate, before = measured_rate(), truth()
local seen, coverage, seconds = list()
local figures = {
  rate = rate, missed = missed(seen, before, truth()), claimed = coverage.complete and 1 or 0, seconds = seconds,
  unique = coverage.unique, passes = coverage.passes, requests = coverage.requests,
}
service:stop()
for name, value in pairs(figures) do print(name, value) end
