-- Which tasks a plan is for: those that its operation takes, each once, batch by batch.
local blank = require "aliota.util.blank"
local cancels = require "aliota.plan.cancel_switches"
local collect = require "aliota.report.collect"
local errors = require "aliota.api.errors"
local kinds = require "aliota.plan.kinds"
local merge = require "aliota.util.merge"
local narrowing = require "aliota.listing.narrowing"
local task_status = require "aliota.api.task_status"

local build = {}

-- What a task is asked about and named by.
local IDENTITY = {"TaskId", "JobId", "DeviceName", "TaskStatus"}

local Collector = {
  fields = merge(narrowing.set(IDENTITY), {FirmwareId = true, ProductKey = true, UtcModified = true}),
}
Collector.__index = Collector

local function missing_name(task)
  for _, name in ipairs(IDENTITY) do
    if type(task[name]) ~= "string" or blank(task[name]) then return name end
  end
end

-- What the calls for tasks have in common: a batch is of one package and one product, but who knows.
function Collector:batch_of(task)
  local key = table.concat({task.JobId, tostring(task.FirmwareId), tostring(task.ProductKey)}, "\0")
  local batch = self.by_key[key]
  if not batch then
    batch = {
      items = {},
      params = {
        JobId = task.JobId, FirmwareId = task.FirmwareId, ProductKey = task.ProductKey,
        IotInstanceId = self.instance_id,
      },
    }
    self.by_key[key] = batch
    self.batches[#self.batches + 1] = batch
  end
  return batch
end

function Collector:add(task)
  self.count = self.count + 1
  local name = missing_name(task)
  if name then
    self.problem = self.problem or ("task %d has no %s"):format(self.count, name)
    return
  end
  if self.is_known[task.TaskId] then return end
  self.is_known[task.TaskId] = true
  local counts = self.kind.operation.takes[task.TaskStatus] and self.by_status or self.left_out
  counts[task.TaskStatus] = (counts[task.TaskStatus] or 0) + 1
  if counts == self.left_out then return end
  local batch = self:batch_of(task)
  batch.items[#batch.items + 1] = {
    batch = batch.params, TaskId = task.TaskId, DeviceName = task.DeviceName, TaskStatus = task.TaskStatus,
    UtcModified = task.UtcModified, state = "to_do",
  }
end

function Collector:finish(coverage)
  local items, batches = {}, {}
  for i, batch in ipairs(self.batches) do
    batches[i] = batch.params
    for _, item in ipairs(batch.items) do
      item.number = #items + 1
      items[item.number] = item
    end
  end
  return {
    kind = self.kind, items = items, batches = batches, by_status = self.by_status, left_out = self.left_out,
    coverage = coverage,
  }
end

--- The parts of a plan for tasks.
---@param kind aliota.PlanKind
---@param tasks aliota.Tasks
---@param instance_id string|nil
---@return table|nil parts
---@return aliota.Error|nil
function build.of_tasks(kind, tasks, instance_id)
  local collector = setmetatable({
    kind = kind, instance_id = instance_id, count = 0, is_known = {}, by_key = {}, batches = {}, by_status = {},
    left_out = {},
  }, Collector)
  local report, err = collect(tasks, {collector})
  if not report then return nil, err end
  if collector.problem then return nil, errors.new {code = "TaskIncomplete", message = collector.problem} end
  return collector:finish(report.coverage)
end

--- The parts of a plan that cancels what a batch has in some states.
---@param params table  of CancelOTATaskByJob
---@param counts aliota.Counts
---@param actions string[]|nil  the calls, in their order; nil: CancelOTATaskByJob alone
---@return table parts
function build.of_batch(params, counts, actions)
  local by_status, left_out, items, statuses = {}, {}, {}, cancels.statuses(params)
  for _, status in ipairs(task_status.OPEN) do
    local count, kept = counts.by_status[status] or 0, statuses[status] and by_status or left_out
    kept[status] = count > 0 and count or nil
  end
  for number, action in ipairs(actions or {kinds.cancel_batch.operation.name}) do
    items[number] = {number = number, batch = params, action = action, state = "to_do"}
  end
  return {
    kind = kinds.cancel_batch, items = items, batches = {params}, by_status = by_status, left_out = left_out,
  }
end

return build
