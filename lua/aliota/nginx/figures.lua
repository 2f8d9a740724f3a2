-- One look at one batch: counts by state, why tasks failed, how fast it goes. No device is named in it.
local course = require "aliota.nginx.course"
local pace = require "aliota.report.pace"
local report = require "aliota.report"
local text = require "aliota.show.text"

-- Seconds. Reading failed tasks costs a request a hundred. It is done so often where others have failed, and where as
-- many have as before, which may be others all the same.
local REASONS_EVERY, SAME_REASONS_EVERY = 60, 600

local MOST_REASONS = 20

---@class aliota.nginx.Snapshot
---@field taken number    epoch seconds of the service, before the first request
---@field moment number   the same on the clock of loop.now, which nobody sets
---@field machine number  the same in this machine's epoch seconds
---@field total integer
---@field by_status table<string, integer>
---@field other integer   tasks in states that are not documented
---@field consistent boolean  whether the counts add up
---@field failures aliota.nginx.Failures|nil  nil where nothing failed, or none are to be read
---@field moved number    epoch seconds of the service, when counts were last seen to differ from the look before
---@field points aliota.PacePoint[]
---@field pace aliota.Pace
---@field course aliota.nginx.Moment[]

---@class aliota.nginx.Failures
---@field moment number     when they were read, on the clock of loop.now
---@field taken number      the same in epoch seconds of the service
---@field failed integer    tasks that had failed by then
---@field read integer      how many of them were read
---@field reasons {cause: string|nil, reason: string, count: integer}[]  the most frequent ones first
---@field left_out integer  tasks that failed for other reasons

-- More may have failed by when they are read than had when they were counted.
local function failures_of(found, snapshot)
  local failures = {
    taken = snapshot.taken, moment = snapshot.moment, failed = math.max(snapshot.by_status.FAILED, found.tasks),
    read = found.tasks, reasons = {}, left_out = 0,
  }
  for i, each in ipairs(found.reasons) do
    if i <= MOST_REASONS then
      failures.reasons[i] = {cause = each.cause, reason = text.line(each.reason), count = each.count}
    else
      failures.left_out = failures.left_out + each.count
    end
  end
  return failures
end

local function are_recent(failures, failed, now)
  if not failures then return false end
  return now - failures.moment < (failures.failed == failed and SAME_REASONS_EVERY or REASONS_EVERY)
end

-- What was known before goes on being told when no more can be read now.
local function read_failures(client, params, snapshot, last)
  local failed, known = snapshot.by_status.FAILED, last and last.failures
  if failed == 0 or params.failures == 0 then return nil end
  if are_recent(known, failed, snapshot.moment) then return known end
  local tasks = client:tasks {
    JobId = params.JobId, TaskStatus = "FAILED", passes = 1, deadline = params.deadline, cancel = params.cancel,
  }
  local found, err = report.reasons(tasks:take(params.failures))
  if not found then return known, err end
  return failures_of(found, snapshot)
end

local function is_same(a, b)
  for status, count in pairs(a.by_status) do
    if b.by_status[status] ~= count then return false end
  end
  return a.other == b.other
end

--- Looks at a batch.
---@param client aliota.Client
---@param params {JobId: string, failures: integer, deadline: number, cancel: aliota.Canceller|nil}
---@param last aliota.nginx.Snapshot|nil  of the same batch
---@param clock {now: (fun(): number), machine: (fun(): number), time: (fun(): number)}  that of loop.now, and epoch
---seconds of this machine and of the service; what time it is there may only be known when it has answered
---@return aliota.nginx.Snapshot|nil
---@return aliota.Error|nil  also with a snapshot, when only the failed tasks could not be read
return function(client, params, last, clock)
  local moment, machine = clock.now(), clock.machine()
  local counts, err = client:summary {JobId = params.JobId, deadline = params.deadline, cancel = params.cancel}
  if not counts then return nil, err end
  local figures = counts:report()
  local snapshot = {
    taken = clock.time() - (clock.now() - moment), moment = moment, machine = machine, total = counts.total,
    by_status = counts.by_status, other = math.max(0, counts.other), consistent = counts.consistent,
  }
  snapshot.moved = last and last.moved and is_same(snapshot, last) and last.moved or snapshot.taken
  snapshot.points = pace.note(last and last.points, snapshot.taken, figures.settled)
  local open = counts.total - figures.settled
  snapshot.pace = pace.of(snapshot.points, open)
  snapshot.course = course.note(last and last.course, {
    at = math.floor(snapshot.taken), settled = figures.settled, failed = counts.by_status.FAILED,
  }, open)
  snapshot.failures, err = read_failures(client, params, snapshot, last)
  return snapshot, err
end
