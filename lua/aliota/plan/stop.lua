-- The plan that stops a batch: a dynamic one takes no further devices, and what no device has begun is canceled. What
-- is being installed goes on unless it is named: a device that has begun may not hear that it should not, and one that
-- breaks off is worse off than one that fails.
local build = require "aliota.plan.build"
local cancels = require "aliota.plan.cancel_switches"
local ending = require "aliota.watch.ending"

local stop = {}

-- By batch, not by device: one call whatever the size, which devices that come meanwhile don't escape.
local function params_of(job, flat, with_in_progress)
  return {
    JobId = flat.JobId, IotInstanceId = flat.IotInstanceId,
    CancelQueuedTask = true, CancelNotifiedTask = true, CancelUnconfirmedTask = true,
    CancelScheduledTask = job.JobStatus == "PLANNED" or nil, CancelInProgressTask = with_in_progress or nil,
  }
end

local function actions_for(job, counts)
  if ending.of {job = job, counts = counts, figures = counts:report()} then return {} end
  if job.SelectionType ~= "DYNAMIC" then return {"CancelOTATaskByJob"} end
  return {"CancelOTAStrategyByJob", "CancelOTATaskByJob"}
end

--- The parts of the plan.
---@param seen {job: table, counts: aliota.Counts}  the batch as it was last seen; with nothing to stop in one that is
---over
---@param flat {JobId: string, IotInstanceId: string|nil}
---@param with_in_progress boolean|nil  also what is being installed
---@return table
function stop.parts(seen, flat, with_in_progress)
  local params = params_of(seen.job, flat, with_in_progress)
  return build.of_batch(params, seen.counts, actions_for(seen.job, seen.counts))
end

--- What it has come to; nil where nobody has looked.
---@param plan aliota.Plan
---@param before aliota.Counts  when it was made
---@return aliota.Stop|nil
function stop.outcome(plan, before)
  local latest = plan.latest
  if not latest then return nil end
  local now = latest.counts.by_status
  return {
    canceled = math.max(0, now.CANCELED - before.by_status.CANCELED), under_way = now.IN_PROGRESS,
    left = cancels.count(plan.batches[1], now), retries = ending.of(latest) and 0 or ending.count_retries(latest),
  }
end

return stop
