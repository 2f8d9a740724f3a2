-- What is, whatever the answers of the service say: for whoever compares the two.

local json = require "aliota.sandbox.json_body"

local function truth_of(batch)
  local counts = batch:truth()
  return {
    JobId = batch.id, FirmwareId = batch.package.FirmwareId, JobStatus = batch.status, JobType = batch.settings.JobType,
    total = counts.total, by_status = counts.by_status,
  }
end

local function all_truths(world)
  local truths = {}
  for batch in world:each_batch() do truths[#truths + 1] = truth_of(batch) end
  return json.list(truths)
end

-- Rows in the order of their creation: `count` of them from `first` on, default all.
local function rows_of(batch, selection)
  local tasks, first = {}, tonumber(selection.first) or 1
  local last = math.min(first + (tonumber(selection.count) or batch.tasks.size) - 1, batch.tasks.size)
  for task = first, last do tasks[#tasks + 1] = task end
  return json.rows(
    function() return batch.rows:list(tasks) end,
    function(before, after) return batch.rows:list_text(tasks, before, after) end
  )
end

--- Time, devices and batches with their counts; with `JobId` also the `tasks` of that batch, if there is one.
---@param world SandboxWorld
---@param selection {JobId: string?, first: integer?, count: integer?}
---@return table
return function(world, selection)
  local batch = world:find_batch(selection.JobId)
  return {
    now = world:now(), speed = world.clock.speed, paused = world.clock.paused, devices = world.product.size,
    ProductKey = world.product.key, GroupId = world.product.group_id, jobs = all_truths(world),
    tasks = batch and rows_of(batch, selection) or nil,
  }
end
