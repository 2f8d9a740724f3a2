-- An update batch, which the API calls a job: its settings, its tasks, and who is next to be notified.

local ids = require "aliota.sandbox.world.ids"
local rollout = require "aliota.sandbox.world.rollout"
local rows = require "aliota.sandbox.world.row_texts"
local task_status = require "aliota.sandbox.world.life"
local tasks = require "aliota.sandbox.world.task_columns"

local batch = {}

---@class SandboxBatch
---@field id string the JobId
---@field number integer from 1
---@field status "PLANNED"|"IN_PROGRESS"|"COMPLETED"|"CANCELED" as QueryOTAJob says it
---@field settings table the request parameters of the operation that created it, as Lua values
---@field tasks SandboxTasks
---@field created integer epoch milliseconds, as modified, started and ended are
---@field matching boolean a dynamic batch to which devices are still added
local Batch = {}
Batch.__index = Batch

local CODES = task_status.CODES
local CONFIRM, QUEUED, FAILED, CANCELED = CODES.CONFIRM, CODES.QUEUED, CODES.FAILED, CODES.CANCELED
local OPEN = task_status.OPEN

local SERIES_TASKS = 1000 -- a series of ids for each batch
local DEFAULT_PER_MINUTE = 10000 -- CreateOTAStaticUpgradeJob, MaximumPerMinute
-- An agenda entry is a batch's number and a task; task 0 is the batch itself.
local ENTRY = 16777216

---@param options {number: integer, id: string, seed: integer, order: string, agenda: table, product: table,
---package: table, settings: table, created: integer}
---@return SandboxBatch
function batch.new(options)
  local settings = options.settings
  local self = setmetatable({
    number = options.number,
    id = options.id,
    seed = options.seed + options.number * 7,
    agenda = options.agenda,
    product = options.product,
    package = options.package,
    settings = settings,
    created = options.created,
    modified = options.created,
    status = "PLANNED",
    matching = settings.SelectionType == "DYNAMIC",
    tasks = tasks.new(options.order),
    task_ids = ids.new(options.seed, SERIES_TASKS + options.number),
    queue = {}, first = 1, last = 0, -- to be notified
    retries = 0, -- tasks that failed and are going to be tried again by themselves
    tick_due = 0,
  }, Batch)
  self.rows = rows.new(self)
  return self
end

---@param entry number
---@return integer number of a batch
---@return integer task
function batch.of_entry(entry)
  local task = entry % ENTRY
  return (entry - task) / ENTRY, task
end

---@param second integer
---@param task integer
---@return integer second for which it is noted
function Batch:schedule(second, task)
  return self.agenda:add(second, self.number * ENTRY + task)
end

-- The batch's own turn comes once, at the earliest second it was asked for.
function Batch:schedule_tick(second)
  if self.tick_due > 0 and self.tick_due <= second then return end
  self.tick_due = self:schedule(second, 0)
end

--- Starts at its ScheduleTime, or now.
---@param second integer
function Batch:plan(second)
  local at = self.settings.ScheduleTime
  if at then
    self:schedule_tick(math.ceil(at / 1000))
  else
    self:start(second)
  end
end

---@param second integer
function Batch:start(second)
  self.status, self.started = "IN_PROGRESS", second * 1000
  self:schedule_tick(second)
  if self.settings.ScheduleFinishTime then self.finish = math.ceil(self.settings.ScheduleFinishTime / 1000) end
end

--- Adds the task of a device that has none in this batch yet.
---@param device integer greater than those before
---@param milliseconds integer
function Batch:join(device, milliseconds)
  local status = rollout.first_status(self)
  local version = self.product:version(device, self.package.ModuleName)
  local task = self.tasks:add(device, version, status, milliseconds)
  self.tasks:list(task, milliseconds)
  if status == QUEUED then self:queue_up(task) end
end

function Batch:queue_up(task)
  self.last = self.last + 1
  self.queue[self.last] = task
  if self.status == "IN_PROGRESS" then self:schedule_tick(self.agenda.next) end
end

--- Makes a task wait for its notification.
---@param task integer
---@param milliseconds integer
function Batch:enqueue(task, milliseconds)
  self.tasks.reason[task] = ""
  self:change(task, QUEUED, milliseconds)
  self:queue_up(task)
end

---@return boolean whether nothing can happen any more
function Batch:is_through()
  if self.matching or self.retries > 0 then return false end
  for _, status in ipairs(OPEN) do
    if self.tasks:count(status) > 0 then return false end
  end
  return true
end

---@param task integer
---@param status integer
---@param milliseconds integer
function Batch:change(task, status, milliseconds)
  self.tasks:change(task, status, milliseconds)
  self.rows:forget(task)
  self.modified = milliseconds
  if not task_status.is_open(status) then self:settle(milliseconds) end
end

--- Ends the batch if there is nothing left to do. One of which nothing but cancelled tasks is left is CANCELED.
---@param milliseconds integer
function Batch:settle(milliseconds)
  if self.status ~= "IN_PROGRESS" or not self:is_through() then return end
  local cancellations = self.tasks:count(CANCELED)
  self.status = cancellations > 0 and cancellations == self.tasks.size and "CANCELED" or "COMPLETED"
  self.ended, self.modified = milliseconds, milliseconds
end

-- MaximumPerMinute, spread evenly: no 60 seconds in a row have more than that, and a pause earns nothing.
function Batch:allowance(second)
  local rate, since = self.settings.MaximumPerMinute or DEFAULT_PER_MINUTE, second - self.started / 1000
  return math.floor(rate * (since + 1) / 60) - math.floor(rate * since / 60)
end

function Batch:notify_next(second)
  local allowance, count = self:allowance(second), 0
  while count < allowance and self.first <= self.last do
    local task = self.queue[self.first]
    self.queue[self.first] = nil
    self.first = self.first + 1
    -- Cancelled while it waited, perhaps queued again behind.
    if self.tasks.status[task] == QUEUED then
      rollout.notify(self, task, second, second * 1000 + math.floor(count * 1000 / allowance))
      count = count + 1
    end
  end
end

--- The batch's own turn.
---@param second integer
---@param milliseconds integer
function Batch:tick(second, milliseconds)
  if self.tick_due ~= second then return end
  self.tick_due = 0
  if self.status == "PLANNED" then self:start(second) end
  if self.status ~= "IN_PROGRESS" then return end
  if self.finish and second >= self.finish then self:finish_early(milliseconds) end
  self:notify_next(second)
  self:settle(milliseconds)
  if self.first <= self.last then
    self:schedule_tick(second + 1)
  elseif self.finish then
    self:schedule_tick(math.max(self.finish, second + 1))
  end
end

-- CreateOTAStaticUpgradeJob, ScheduleFinishTime. That it ends what no device has begun is an assumption.
function Batch:finish_early(milliseconds)
  self.finish = nil
  self:cancel_all({CONFIRM, QUEUED, CODES.NOTIFIED}, milliseconds, "job finished by schedule")
end

--- What happens to one of its tasks, or to itself, at its time.
---@param task integer 0 for the batch
---@param second integer
---@param milliseconds integer
function Batch:happen(task, second, milliseconds)
  if task == 0 then return self:tick(second, milliseconds) end
  rollout.happen(self, task, second, milliseconds)
end

-- What failed and waits to be tried again is left FAILED for good.
function Batch:forget_retries()
  local lists = self.tasks
  for task = 1, self.retries > 0 and lists.size or 0 do
    if lists.status[task] == FAILED then lists.due[task] = 0 end
  end
  self.retries = 0
end

--- Cancels tasks by state. With QUEUED, failed ones are not tried again, unless their retries are kept.
---@param statuses integer[]
---@param milliseconds integer
---@param reason string
---@param limits {most: integer?, keeps_retries: boolean?}? most: so many tasks
function Batch:cancel_all(statuses, milliseconds, reason, limits)
  local left, keeps_retries = limits and limits.most or math.huge, limits and limits.keeps_retries
  for _, status in ipairs(statuses) do
    if status == QUEUED and not keeps_retries then self:forget_retries() end
  end
  for _, status in ipairs(statuses) do
    local reached = self.tasks:page(status, 1, math.min(left, self.tasks:count(status)))
    for _, task in ipairs(reached) do rollout.cancel(self, task, milliseconds, reason) end
    left = left - #reached
  end
  self:settle(milliseconds)
end

--- CancelOTAStrategyByJob: no further device is added.
---@param milliseconds integer
function Batch:stop_matching(milliseconds)
  self.matching = false
  self.modified = milliseconds
  self:settle(milliseconds)
end

--- Cancels a planned batch as a whole.
---@param milliseconds integer
function Batch:call_off(milliseconds)
  self:cancel_all(OPEN, milliseconds, "job canceled")
  self.status, self.matching, self.ended, self.modified = "CANCELED", false, milliseconds, milliseconds
end

--- ConfirmOTATask.
---@param task integer in state CONFIRM
---@param milliseconds integer
function Batch:confirm(task, milliseconds)
  self:enqueue(task, milliseconds)
end

--- ReupgradeOTATask: from the beginning, with NeedConfirm to be confirmed again.
---@param task integer failed or cancelled
---@param milliseconds integer
function Batch:reupgrade(task, milliseconds)
  local lists = self.tasks
  if lists.status[task] == FAILED and lists.due[task] > 0 then self.retries = self.retries - 1 end
  lists.attempt[task], lists.due[task], lists.reason[task] = 0, 0, ""
  if self.status == "COMPLETED" or self.status == "CANCELED" then self.status, self.ended = "IN_PROGRESS", nil end
  self.started = self.started or math.floor(milliseconds / 1000) * 1000
  if rollout.first_status(self) == CONFIRM then
    self:change(task, CONFIRM, milliseconds)
  else
    self:enqueue(task, milliseconds)
  end
end

--- Ends a task.
---@param task integer
---@param milliseconds integer
---@param reason string
function Batch:cancel(task, milliseconds, reason)
  rollout.cancel(self, task, milliseconds, reason)
end

---@param task integer
---@return boolean whether it can still change by itself
function Batch:is_open(task)
  return task_status.is_open(self.tasks.status[task])
end

---@param task integer
---@return boolean whether ReupgradeOTATask may be called for it
function Batch:is_lost(task)
  local status = self.tasks.status[task]
  return status == FAILED or status == CANCELED
end

--- The task of a device by the device's name.
---@param name string
---@return integer? task
function Batch:find(name)
  local device = self.product:find(name)
  return device and self.tasks:of_device(device)
end

--- How many tasks are in which state; and how many there are.
---@return {total: integer, by_status: table<string, integer>}
function Batch:truth()
  local by_status = {}
  for code, name in ipairs(task_status.NAMES) do by_status[name] = self.tasks:count(code) end
  return {total = self.tasks.size, by_status = by_status}
end

--- All tasks as rows, in the order of their creation.
---@return fun(): table<string, string>?
function Batch:each_row()
  local task = 0
  return function()
    task = task + 1
    if task <= self.tasks.size then return self.rows:row(task) end
  end
end

return batch
