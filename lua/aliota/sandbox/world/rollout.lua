-- The life of the tasks of a batch in virtual time: who is notified when, what the devices do then.
--
-- Everything that is left to chance is drawn from (seed, task, purpose), so the same seed tells the same story.

local chance = require "aliota.sandbox.world.chance"
local task_status = require "aliota.sandbox.world.life"

local rollout = {}

local CONFIRM, QUEUED, NOTIFIED = task_status.CODES.CONFIRM, task_status.CODES.QUEUED, task_status.CODES.NOTIFIED
local IN_PROGRESS, SUCCEEDED = task_status.CODES.IN_PROGRESS, task_status.CODES.SUCCEEDED
local FAILED, CANCELED = task_status.CODES.FAILED, task_status.CODES.CANCELED

-- What each draw is for; attempts and reports are told apart by what is added.
local ANSWERS, REPORTS, ENDS = 1000, 2000, 3000

local AWAKE = 985 -- of 1000 devices: they answer a notification within a minute, the others are switched off
local LONGEST_ANSWER = 58
local LONGEST_SLEEP = 12 * 3600
local REPORT_PAUSE, REPORT_PAUSE_SPREAD = 8, 40 -- seconds between two reports of progress
local REPORT_STEP, REPORT_STEP_SPREAD = 15, 26 -- percent

-- Only the first text is the vendor's (ListOTATaskByJob, TaskDesc), the others are plausible.
rollout.FAILURES = {
  {10, "report version is not conform"},
  {4, "download firmware failed: connection reset"},
  {2, "firmware signature check failed"},
  {1, "insufficient storage on device"},
}
rollout.TIMED_OUT = "device upgrade timeout"

local SUCCESS = false
local OUTCOMES = chance.urn {{323, SUCCESS}, {10, rollout.FAILURES[1][2]}, {4, rollout.FAILURES[2][2]},
  {2, rollout.FAILURES[3][2]}, {1, rollout.FAILURES[4][2]}}

local function wake_at(batch, task, second)
  local deadline = batch.tasks.deadline[task]
  if deadline > 0 and second > deadline then second = deadline end
  batch.tasks.due[task] = batch:schedule(second, task)
end

-- CreateOTAStaticUpgradeJob, RetryCount and RetryInterval: a failed task is tried again by itself. It stays FAILED
-- until then (an assumption).
local function fail(batch, task, second, milliseconds, reason)
  local tasks, settings = batch.tasks, batch.settings
  tasks.progress[task], tasks.reason[task], tasks.deadline[task], tasks.due[task] = 0, reason, 0, 0
  if settings.RetryCount and tasks.attempt[task] < settings.RetryCount then
    tasks.attempt[task] = tasks.attempt[task] + 1
    tasks.due[task] = batch:schedule(second + math.max(1, settings.RetryInterval * 60), task)
    batch.retries = batch.retries + 1
  end
  batch:change(task, FAILED, milliseconds)
end

local function succeed(batch, task, milliseconds)
  local tasks = batch.tasks
  tasks.progress[task], tasks.deadline[task], tasks.due[task] = 100, 0, 0
  batch.product:report(tasks.device[task], batch.package.ModuleName, batch.package.DestVersion)
  batch:change(task, SUCCEEDED, milliseconds)
end

--- When a notified device answers; without a time-out, one that is switched off does so hours later.
---@param batch table
---@param task integer
---@param second integer when it was notified
function rollout.await_answer(batch, task, second)
  local draw = chance.draw(batch.seed, task, ANSWERS + batch.tasks.attempt[task])
  if draw % 1000 < AWAKE then
    wake_at(batch, task, second + 1 + draw % LONGEST_ANSWER)
  else
    wake_at(batch, task, second + 3600 + draw % LONGEST_SLEEP)
  end
end

--- When a device reports progress next.
---@param batch table
---@param task integer
---@param second integer
function rollout.await_report(batch, task, second)
  local draw = chance.draw(batch.seed, task, REPORTS + batch.tasks.progress[task])
  wake_at(batch, task, second + REPORT_PAUSE + draw % REPORT_PAUSE_SPREAD)
end

--- The update notification is pushed to the device.
---@param batch table
---@param task integer
---@param second integer
---@param milliseconds integer
function rollout.notify(batch, task, second, milliseconds)
  local minutes = batch.settings.TimeoutInMinutes
  -- That the time-out counts from the notification is an assumption.
  batch.tasks.deadline[task] = minutes and second + minutes * 60 or 0
  batch:change(task, NOTIFIED, milliseconds)
  rollout.await_answer(batch, task, second)
end

local function report(batch, task, second, milliseconds)
  local tasks = batch.tasks
  local draw = chance.draw(batch.seed, task, REPORTS + tasks.progress[task])
  local progress = tasks.progress[task] + REPORT_STEP + draw % REPORT_STEP_SPREAD
  if progress < 100 then
    tasks.progress[task] = progress
    batch:change(task, IN_PROGRESS, milliseconds)
    return rollout.await_report(batch, task, second)
  end
  local reason = chance.pick(OUTCOMES, chance.draw(batch.seed, task, ENDS + tasks.attempt[task]))
  if reason == SUCCESS then return succeed(batch, task, milliseconds) end
  fail(batch, task, second, milliseconds, reason)
end

local function try_again(batch, task, milliseconds)
  batch.retries = batch.retries - 1
  batch:enqueue(task, milliseconds)
end

--- What happens to a task at its time.
---@param batch table
---@param task integer
---@param second integer
---@param milliseconds integer
function rollout.happen(batch, task, second, milliseconds)
  local tasks = batch.tasks
  -- A cancelled task, or one that was tried again by hand, has an event that no longer counts.
  if tasks.due[task] ~= second then return end
  tasks.due[task] = 0
  local status, deadline = tasks.status[task], tasks.deadline[task]
  if deadline > 0 and second >= deadline then
    fail(batch, task, second, milliseconds, rollout.TIMED_OUT)
  elseif status == FAILED then
    try_again(batch, task, milliseconds)
  else
    report(batch, task, second, milliseconds)
  end
end

--- Ends a task that is still open, or that waits to be tried again.
---@param batch table
---@param task integer
---@param milliseconds integer
---@param reason string
function rollout.cancel(batch, task, milliseconds, reason)
  local tasks = batch.tasks
  if tasks.status[task] == FAILED and tasks.due[task] > 0 then batch.retries = batch.retries - 1 end
  tasks.progress[task], tasks.reason[task], tasks.deadline[task], tasks.due[task] = 0, reason, 0, 0
  batch:change(task, CANCELED, milliseconds)
end

--- Where a task starts: NeedConfirm, the device's owner has to agree first.
---@param batch table
---@return integer status
function rollout.first_status(batch)
  return batch.settings.NeedConfirm and CONFIRM or QUEUED
end

return rollout
