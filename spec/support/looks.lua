-- Looks at made-up batches, as a watch has them.
local pace = require "aliota.report.pace"
local report = require "aliota.report"
local task_status = require "aliota.api.task_status"

local looks = {
  EPOCH = 1767700000, -- when watches begin, by the service's clock
}

--- Counts as client:summary makes them.
---@param given table<string, integer> by status; also of what has no row
---@param job_id string|nil
---@return aliota.Counts
function looks.counts(given, job_id)
  local by_status, total = {}, 0
  for _, name in ipairs(task_status.NAMES) do
    by_status[name] = given[name] or 0
    total = total + by_status[name]
  end
  local other = given[task_status.OTHERS] or 0
  return {
    JobId = job_id or "7glPHmaDYLAYMD1HHutT02****", by_status = by_status, total = total + other, other = other,
    consistent = true, report = report.of_counts,
  }
end

--- A look that is not the first, at a batch that is going on; `more` are other fields.
---@param given table<string, integer>
---@param more table|nil
---@param job_id string|nil
---@return aliota.Look
function looks.at(given, more, job_id)
  local counts = looks.counts(given, job_id)
  local figures = counts:report()
  local look = {
    counts = counts, figures = figures, job = {JobStatus = "IN_PROGRESS", SelectionType = "STATIC"},
    seconds = 0, idle = 0, moved = true, before = {counts = counts},
    pace = pace.of(pace.note(nil, looks.EPOCH, figures.settled), figures.total - figures.settled),
  }
  for name, value in pairs(more or {}) do look[name] = value end
  look.at = looks.EPOCH + look.seconds
  return look
end

return looks
