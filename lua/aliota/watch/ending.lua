-- Whether a batch is over: what it says of itself (QueryOTAJob, JobStatus) and what its tasks are in, taken together.
local ending = {}

-- The lists of batches say COMPLETE where QueryOTAJob says COMPLETED.
local COMPLETED = {COMPLETED = true, COMPLETE = true}

-- The tasks of a new batch may still be being made, so a Total is believed when it has been seen twice.
local function is_whole(look)
  return look.before ~= nil and look.before.counts.total == look.counts.total
end

--- How many failed tasks the service may try again by itself, after up to a day (RetryCount).
---@param look {job: table, counts: aliota.Counts}
---@return integer
function ending.count_retries(look)
  return (tonumber(look.job.RetryCount) or 0) > 0 and look.counts.by_status.FAILED or 0
end

--- Whether no further task can come to the batch and none can begin anew by itself. A dynamic batch takes devices until
--- it has ended.
---@param look aliota.Look
---@return boolean
function ending.is_closed(look)
  if COMPLETED[look.job.JobStatus] then return true end
  return look.job.SelectionType == "STATIC" and is_whole(look) and ending.count_retries(look) == 0
end

local function is_settled(look)
  return look.counts.consistent and look.figures.settled == look.figures.total
end

--- How the batch has ended. `done`: all tasks are settled, and neither more can come nor one begin anew, whether the
--- service calls that COMPLETED yet or not. A batch that is COMPLETED but has open tasks, such as some that were begun
--- anew by ReupgradeOTATask, goes on.
---@param look aliota.Look
---@return "done"|"canceled"|nil
function ending.of(look)
  local status, figures = look.job.JobStatus, look.figures
  if status == "CANCELED" then return "canceled" end
  if not is_settled(look) or not ending.is_closed(look) then return nil end
  if figures.total == 0 then return COMPLETED[status] and "done" or nil end
  return figures.by_status.CANCELED == figures.total and "canceled" or "done"
end

return ending
