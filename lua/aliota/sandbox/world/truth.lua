-- What is, whatever the answers of the service say: for whoever compares the two.

local json = require "aliota.sandbox.json_body"

local function truth_of(each)
  local counts = each:truth()
  return {
    JobId = each.id, FirmwareId = each.package.FirmwareId, JobStatus = each.status, JobType = each.settings.JobType,
    total = counts.total, by_status = counts.by_status,
  }
end

-- Rows in the order of their creation: `count` of them from `first` on, default all.
local function rows_of(found, asked)
  local tasks, first = {}, tonumber(asked.first) or 1
  local last = math.min(first + (tonumber(asked.count) or found.tasks.size) - 1, found.tasks.size)
  for task = first, last do tasks[#tasks + 1] = task end
  return json.rows(
    function() return found.rows:list(tasks) end,
    function(before, after) return found.rows:list_text(tasks, before, after) end
  )
end

--- Time, devices and batches with their counts; with `JobId` also the `tasks` of that batch, if there is one.
---@param world SandboxWorld
---@param asked {JobId: string?, first: integer?, count: integer?}
---@return table
return function(world, asked)
  local jobs, found = {}, world:find_batch(asked.JobId)
  for each in world:each_batch() do jobs[#jobs + 1] = truth_of(each) end
  return {
    now = world:now(), speed = world.clock.speed, paused = world.clock.paused, devices = world.product.size,
    ProductKey = world.product.key, GroupId = world.product.group_id, jobs = json.list(jobs),
    tasks = found and rows_of(found, asked) or nil,
  }
end
