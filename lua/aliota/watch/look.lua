-- One look at a batch: what it says of itself, then how many of its tasks are in which state. In this order, because
-- the counts of a batch that has ended are then its last ones.
local job_query = require "aliota.watch.job_query"
local operation = require("aliota.api.operations").ListOTATaskByJob
local source = require "aliota.call.source"
local summary = require "aliota.report.batch_counts"

--- What takes looks at a batch.
---@param account aliota.Account
---@param flat table<string, string>  JobId, and IotInstanceId where there is one
---@param cancel aliota.Canceller|nil
---@return fun(seconds_left: fun(): number): aliota.Counts|nil, table|aliota.Error  counts and what QueryOTAJob says
---(Data); `seconds_left` tells how many seconds there are for it
return function(account, flat, cancel)
  local function limits(seconds_left) return source.within(account, seconds_left, {cancel = cancel}) end

  return function(seconds_left)
    local job, err = job_query(account, flat, limits(seconds_left))
    if not job then return nil, err end
    local counts
    counts, err = summary(source.new(account, operation, flat, limits(seconds_left)), flat.JobId)
    return counts, counts and job or err
  end
end
