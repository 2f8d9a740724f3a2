-- Whether tasks can have come to an open state unseen: counts of the other states tell, so that it need not be read.
--
-- While tasks leave a state all the time, its count never fits: some are on their way, and will be met where they went.
-- But what matters is what came. A task is in an open state because it is new, because it moved on from a state before
-- it, or because it was tried again after it had failed or was canceled. So none has come unseen where
--
--   * as many tasks are known as the batch has: none is new;
--   * each state before it has as many as are known to be there, none came unseen there either, and none is known to
--     have left it to where nobody has seen it yet: none moved on;
--   * those that were known to have failed, or to be canceled, are all still there: none is tried again.
--
-- Each of these is told after the count of the state itself, so that it holds for the moment of that. It says nothing
-- of a task that failed and was tried again before anybody saw it fail: so this is not asked of a batch that tries
-- again by itself, and every so many looks not at all, as somebody may do so by hand.
local task_status = require "aliota.api.task_status"

local arrivals = {}

--- Stands for the Total of the batch among states.
arrivals.TOTAL = "(total)"

local TRIED_AGAIN = {"FAILED", "CANCELED"}

-- Whether more have come than are known, or may have from the states before.
local function is_open_to(status, readings)
  local reading = readings[status]
  if reading.known:count(status) < reading.total then return true end
  for i = 1, task_status.RANK[status] - 1 do
    local name = task_status.NAMES[i]
    if not readings[name].fit_at_once or reading.known:left(name) > 0 then return true end
  end
  return false
end

-- The state to read on to learn whether tasks of it are tried again; nil where none is, `status` itself where that
-- takes no more requests.
local function tried_again(status, readings)
  local pages, doubtful = 0, nil
  for _, name in ipairs(TRIED_AGAIN) do
    local reading = readings[name]
    if reading.known:left(name) > 0 then return status end
    if not reading:has_kept_all() then
      if reading:pages_left() == 0 then return status end
      pages, doubtful = pages + reading:pages_left(), name
    end
  end
  if not doubtful then return nil end
  return pages < readings[status]:pages_left() and doubtful or status
end

--- What to read where it is to be known whether tasks have come to a state unseen.
---@param status string  an open one, its first page and those of all others were read
---@param readings table<string, aliota.StateReading>
---@param total integer|nil  tasks of the batch, if it was asked for
---@param known integer      tasks of it that are known
---@return string|nil  a state, maybe that one itself, or TOTAL; nil where none have come
function arrivals.to_read(status, readings, total, known)
  if is_open_to(status, readings) then return status end
  if not total then return arrivals.TOTAL end
  if total ~= known then return status end
  return tried_again(status, readings)
end

return arrivals
