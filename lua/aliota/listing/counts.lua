-- How many tasks of a batch are in which state: one small request for each and one for all, whatever the batch's size.
local task_status = require "aliota.api.task_status"
local totals = require "aliota.listing.totals"

-- Counts taken while devices change state may not add up; so often are they taken anew.
local MOST_ROUNDS = 3

-- One request for each state and one for all, together.
local function take_counts(source, counts)
  local statuses = {false}
  for _, status in ipairs(task_status.NAMES) do statuses[#statuses + 1] = status end
  local counting, sum = totals(source, statuses), 0
  for _ = 1, #statuses do
    local status, call = counting:next()
    counts.requests = counts.requests + #call.attempts
    if call.err then
      counting:close()
      return nil, call.err
    end
    if status then
      counts.by_status[status], sum = call.result, sum + call.result
    else
      counts.total = call.result
    end
  end
  counts.other = counts.total - sum
  return true
end

--- Counts the tasks of a batch by state.
---@param source aliota.Source
---@param job_id string
---@return aliota.Counts|nil
---@return aliota.Error|nil
return function(source, job_id)
  source.projection:narrow {}
  local counts = {JobId = job_id, by_status = {}, requests = 0, consistent = false}
  local other
  for _ = 1, MOST_ROUNDS do
    local ok, err = take_counts(source, counts)
    if not ok then return nil, err end
    -- Counts that add up are believed; so is a rest that stays: there are states that we don't know.
    if counts.other == 0 or (counts.other > 0 and counts.other == other) then
      counts.consistent = true
      break
    end
    other = counts.other
  end
  return counts
end
