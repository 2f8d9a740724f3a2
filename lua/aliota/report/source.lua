-- Hands every task of a source to those who collect them, once, in order.
local coverage = require "aliota.report.coverage"

local MOST_BATCHES = 100

-- Calls `take` with every task.
local function each(tasks, take)
  if type(tasks.next) ~= "function" then
    for i = 1, #tasks do take(tasks[i]) end
    return true
  end
  while true do
    local task, err = tasks:next()
    if task == nil then return not err, err end
    take(task)
  end
end

-- The JobIds that occur, and a function that notes one.
local function noted_batches()
  local batches, known = {}, {}
  return batches, function(id)
    if id == nil or known[id] or #batches == MOST_BATCHES then return end
    known[id] = true
    batches[#batches + 1] = tostring(id)
  end
end

---@class aliota.Seen
---@field tasks integer
---@field batches string[]  JobIds, at most 100 of them
---@field coverage aliota.ReportCoverage

--- Reads the source to its end.
---@param tasks aliota.Iterator|aliota.Task[]
---@param collectors {add: fun(self: table, task: aliota.Task)}[]
---@return aliota.Seen|nil
---@return aliota.Error|nil
return function(tasks, collectors)
  local count, last, batches, note_batch = 0, nil, noted_batches()
  local ok, err = each(tasks, function(task)
    count = count + 1
    if task.JobId ~= last then -- the tasks of a batch follow each other
      last = task.JobId
      note_batch(last)
    end
    for i = 1, #collectors do collectors[i]:add(task) end
  end)
  if not ok then return nil, err end
  return {tasks = count, batches = batches, coverage = coverage.of(tasks, count)}
end
