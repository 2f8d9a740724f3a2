-- Fills a batch so that it looks nearly through: all seven states, mostly SUCCEEDED, a few percent FAILED.
-- What is still under way goes on when time does.

local chance = require "aliota.sandbox.world.chance"
local rollout = require "aliota.sandbox.world.rollout"
local task_status = require "aliota.sandbox.world.life"

local prefill = {}

local CODES = task_status.CODES
local STATUS, REASON, PROGRESS, DELAY = 1, 2, 4, 5 -- what each draw is for

local STATUSES = chance.urn {
  {172, CODES.SUCCEEDED},
  {8, CODES.FAILED},
  {8, CODES.IN_PROGRESS},
  {5, CODES.NOTIFIED},
  {3, CODES.QUEUED},
  {2, CODES.CONFIRM},
  {2, CODES.CANCELED},
}
local TIMED_OUT = {3, rollout.TIMED_OUT}
local CANCELLATIONS = chance.urn {{2, "task canceled by user"}, {1, "job canceled"}}

local CREATED_PER_SECOND = 100
local LONGEST_DELAY = 6 * 3600 -- seconds between the creation of a task and its last change

--- How long before now such a batch must have been created, for a million tasks to fit in between.
prefill.AGE = 12 * 3600

local function failures_of(timeout_minutes)
  local choices = {timeout_minutes and TIMED_OUT or nil}
  for _, choice in ipairs(rollout.FAILURES) do choices[#choices + 1] = choice end
  return chance.urn(choices)
end

-- Adds the tasks; returns, for each second in which there was a last change, whose it was.
local function add_tasks(batch, devices)
  local changes, created = {}, math.floor(batch.created / 1000)
  for device = 1, devices do
    local status = chance.pick(STATUSES, chance.draw(batch.seed, device, STATUS))
    local second = created + math.floor(device / CREATED_PER_SECOND)
    local version = batch.product:version(device, batch.package.ModuleName)
    local task = batch.tasks:add(device, version, status, second * 1000 + device % CREATED_PER_SECOND * 10)
    if status ~= CODES.CONFIRM and status ~= CODES.QUEUED then
      second = second + chance.draw(batch.seed, device, DELAY) % LONGEST_DELAY + 1
    end
    local bucket = changes[second]
    if not bucket then
      bucket = {}
      changes[second] = bucket
    end
    bucket[#bucket + 1] = task
  end
  return changes
end

-- What a task in each state has beside its state.
local function complete(batch, task, status, changed, failures)
  local tasks, second = batch.tasks, math.floor(changed / 1000)
  local minutes = batch.settings.TimeoutInMinutes
  if status == CODES.SUCCEEDED then
    tasks.progress[task] = 100
    batch.product:report(tasks.device[task], batch.package.ModuleName, batch.package.DestVersion)
  elseif status == CODES.FAILED then
    tasks.reason[task] = chance.pick(failures, chance.draw(batch.seed, task, REASON))
  elseif status == CODES.CANCELED then
    tasks.reason[task] = chance.pick(CANCELLATIONS, chance.draw(batch.seed, task, REASON))
  elseif status == CODES.QUEUED then
    batch:queue_up(task)
  elseif status == CODES.NOTIFIED then
    tasks.deadline[task] = minutes and second + minutes * 60 or 0
    rollout.await_answer(batch, task, batch.agenda.next)
  elseif status == CODES.IN_PROGRESS then
    tasks.deadline[task] = minutes and second + minutes * 60 or 0
    tasks.progress[task] = chance.draw(batch.seed, task, PROGRESS) % 99 + 1
    rollout.await_report(batch, task, batch.agenda.next)
  end
end

--- Fills a batch with tasks for the devices 1 to `devices`.
---@param batch SandboxBatch created `prefill.AGE` ago
---@param devices integer
function prefill.fill(batch, devices)
  local changes = add_tasks(batch, devices)
  local tasks, failures = batch.tasks, failures_of(batch.settings.TimeoutInMinutes)
  local first = math.floor(batch.created / 1000)
  batch:start(first)
  for second = first, batch.agenda.next - 1 do
    local bucket = changes[second] or {}
    for i, task in ipairs(bucket) do
      local is_untouched = tasks.status[task] == CODES.QUEUED or tasks.status[task] == CODES.CONFIRM
      local changed = is_untouched and tasks.created[task] or second * 1000 + math.floor((i - 1) * 1000 / #bucket)
      complete(batch, task, tasks.status[task], changed, failures)
      tasks:list(task, changed)
      batch.modified = changed
    end
  end
  batch:settle(batch.modified)
end

return prefill
