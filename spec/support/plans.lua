-- A service in a few lines for specs of plans: tasks in a table, and what may happen to a call.
local Iterator = require "aliota.listing.iterator"
local build = require "aliota.plan.build"
local errors = require "aliota.api.errors"
local journal = require "aliota.plan.journal"
local cancels = require "aliota.plan.cancel_switches"
local kinds = require "aliota.plan.kinds"
local looks = require "spec.support.looks"
local plan = require "aliota.plan"

local plans = {}

local World = {}
World.__index = World

--- What an interrupt raises.
plans.INTERRUPT = "interrupted!"

local BECOMES = {ReupgradeOTATask = "QUEUED", ConfirmOTATask = "QUEUED", CancelOTATaskByDevice = "CANCELED"}

--- A batch of so many tasks in one state.
function plans.world(total, status)
  local self = setmetatable({tasks = {}, names = {}, calls = {}, acted = {}, looks = 0, now = 1000, changes = 0,
    written = ""}, World)
  for i = 1, total do
    local id = "t" .. i
    self.names["d" .. i] = id
    self.tasks[id] = {
      TaskId = id, DeviceName = "d" .. i, JobId = "job", FirmwareId = "firmware", ProductKey = "product",
    }
    self:change(id, status)
  end
  self.total, self.job, self.pauses = total, {JobStatus = "IN_PROGRESS", SelectionType = "STATIC"}, 0
  self.log = {
    begin = function(_, text)
      self.written = text
      return true
    end,
    add = function(_, line)
      self:trouble()
      self.written = self.written .. line
      self:trouble()
      return true
    end,
  }
  return self
end

function World:change(id, status)
  local task = self.tasks[id]
  self.changes = self.changes + 1
  task.TaskStatus, task.UtcModified = status, ("2026-01-05T04:00:%02d.%06dZ"):format(self.changes % 60, self.changes)
end

local function copy_of(task)
  local copy = {}
  for name, value in pairs(task or {}) do copy[name] = value end
  return task and copy
end

-- What is for the whole batch.
function World:act_on_batch(params)
  local statuses = cancels.statuses(params)
  for id, task in pairs(self.tasks) do
    if statuses[task.TaskStatus] then self:change(id, "CANCELED") end
  end
  return {Success = true}
end

-- The operation as the service carries it out: all tasks, or none when one of them does not fit.
function World:act(operation, params)
  if not (params.TaskId or params.DeviceName) then return self:act_on_batch(params) end
  local ids = params.TaskId or {}
  for i, name in ipairs(params.DeviceName or {}) do ids[i] = self.names[name] end
  for _, id in ipairs(ids) do
    local fits = self.tasks[id] and operation.takes[self.tasks[id].TaskStatus]
    if not fits and params.TaskId then
      return nil, errors.new {kind = "api", code = "iot.ota.InvalidTaskStatus", message = "no", may_have_run = false}
    end
  end
  for _, id in ipairs(ids) do
    if self.tasks[id] and operation.takes[self.tasks[id].TaskStatus] then
      self:change(id, BECOMES[operation.name])
      self.acted[id] = (self.acted[id] or 0) + 1
    end
  end
  return {Success = true}
end

function World:call(operation, params, before_attempt)
  self:trouble()
  local obstacle = before_attempt()
  if obstacle then return nil, obstacle end
  self:trouble()
  self.calls[#self.calls + 1] = {action = operation.name, params = params}
  if self.before_act then self.before_act(#self.calls) end
  local err, is_run
  if self.answer then err, is_run = self.answer(#self.calls) end
  if err and not is_run then return nil, err end
  local answer, refusal = self:act(operation, params)
  self:trouble()
  if err then return nil, err end
  return answer, refusal
end

function World:look(names)
  self:trouble()
  self.looks = self.looks + math.ceil(#names / 50)
  local at = 0
  return Iterator.new(function()
    at = at + 1
    local name = names[at]
    if name and self.look_fails and self.look_fails() then
      return nil, errors.new {kind = "network", message = "gone", may_have_run = false}
    end
    return name, name and copy_of(self.tasks[self.names[name]])
  end)
end

function World:look_at_batch()
  self:trouble()
  self.looks = self.looks + 1
  if self.look_fails and self.look_fails() then
    return nil, errors.new {kind = "network", message = "gone", may_have_run = false}
  end
  local given = {}
  for _, task in pairs(self.tasks) do given[task.TaskStatus] = (given[task.TaskStatus] or 0) + 1 end
  return looks.counts(given, "job"), self.job
end

function World:pause(seconds)
  self.pauses, self.now = self.pauses + 1, self.now + seconds
  if self.during_pause then self.during_pause(self.pauses) end
end

--- A plan of parts that this service carries out.
function World:host(parts)
  return plan.new(parts, {
    log = self.log,
    calls_a_second = function(operation) return operation.qps end,
    start = function()
      return {
        look = function(_, names) return self:look(names) end,
        look_at_batch = function() return self:look_at_batch() end,
        pause = function(seconds) self:pause(seconds) end,
        act = function(...) return self:call(...) end,
        time = function() return self.now end,
        tell = function() end,
      }
    end,
  })
end

--- A plan for all tasks.
function World:plan(name)
  local tasks = {}
  for i = 1, self.total do tasks[i] = copy_of(self.tasks["t" .. i]) end
  local parts = assert(build.of_tasks(kinds[name], tasks))
  self.log:begin(journal.head(parts))
  return self:host(parts)
end

function World:assert_each_acted_on(times)
  for id in pairs(self.tasks) do
    assert(self.acted[id] == times, ("%s was acted on %s times"):format(id, tostring(self.acted[id])))
  end
end

-- Troubles -----------------------------------------------------------------------------------------------------------

function World:trouble()
  if self.random and self.random(40) == 1 then error(plans.INTERRUPT, 0) end
end

-- An error, and whether the call was carried out all the same.
local function failure(random)
  local kind = random(3)
  if kind == 1 then return errors.new {kind = "network", message = "no route", may_have_run = false}, false end
  local lost = errors.new {kind = "timeout", message = "no answer", may_have_run = true}
  return lost, kind == 2
end

--- From now on anything may happen.
function World:make_troubles(random)
  self.random = random
  function self.answer()
    if random(4) > 1 then return nil end
    return failure(random)
  end
  function self.look_fails() return random(100) == 1 end
  function self.before_act()
    if random(5) > 1 then return end
    local id = "t" .. random(self.total)
    -- What moves by itself never comes back to be what it was.
    if self.tasks[id] and not self.acted[id] then self:change(id, "SUCCEEDED") end
  end
end

function World:end_troubles()
  self.random, self.answer, self.look_fails, self.before_act = nil, nil, nil, nil
end

return plans
