-- What looks cost, and how often the quota allows them.
local operation = require "aliota.api.task_list"
local rate = require "aliota.quota.rate"
local task_status = require "aliota.api.task_status"

local budget = {}

local A_LOOK = #task_status.NAMES + 1 -- requests: one for each state, and one for all tasks
local ROWS_A_PAGE = operation.params.PageSize.max

--- Requests of a round.
---@param batches integer
---@return integer
function budget.requests(batches) return batches * A_LOOK end

--- Seconds from one look at a batch to the next that the quota allows.
---@param batches integer
---@param qps number|nil  calls a second; nil: any number
---@return integer
function budget.interval(batches, qps)
  if not qps then return 0 end
  local slots, window = rate.window(qps)
  return math.ceil(budget.requests(batches) * window / slots)
end

--- Seconds for which looks that are under way together wait for the quota at most, reading failed tasks included.
---@param looks integer
---@param failures integer  tasks that each of them reads at most
---@param qps number|nil
---@return number
function budget.wait(looks, failures, qps)
  return qps and rate.seconds(looks * (A_LOOK + math.ceil(failures / ROWS_A_PAGE)), qps) or 0
end

return budget
