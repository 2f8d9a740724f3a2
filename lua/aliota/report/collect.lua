-- One pass over the tasks of a source: each is handed to all who collect, once, in order.
local coverage = require "aliota.show.report_coverage"
local merge = require "aliota.util.merge"
local narrowing = require "aliota.listing.narrowing"
local noted_batches = require "aliota.report.noted_batches"
local now_of = require "aliota.util.now"
local tasks_of = require "aliota.listing.task_reader"

-- Not before somebody has answered, as only then the service's time is known.
local function set_clocks(collectors, tasks)
  local now = now_of(tasks)
  for _, collector in ipairs(collectors) do collector.now = collector.now or now end
end

-- The fields that collectors look at, or nil where one of them looks at any; and the batch, which is named where it is
-- known.
local function look_at(tasks, collectors)
  local fields = {}
  for _, collector in ipairs(collectors) do fields = fields and collector.fields and merge(fields, collector.fields) end
  if not fields then return end
  narrowing.check(tasks, fields)
  narrowing.narrow(tasks, merge(fields, {JobId = true}))
end

---@class aliota.Seen
---@field tasks integer
---@field batches string[]  JobIds, at most 100 of them
---@field coverage aliota.ReportCoverage

--- Reads the source to its end.
---@param given aliota.Tasks
---@param collectors {add: fun(self: table, task: aliota.Task), fields: aliota.FieldSet|nil, now: number|nil}[]  fields:
---that they look at; nil: any. now: epoch seconds; where it is not set, it is before the first task is added
---@return aliota.Seen|nil
---@return aliota.Error|nil
return function(given, collectors)
  look_at(given, collectors)
  local tasks, adds = tasks_of.source(given), {}
  for i, collector in ipairs(collectors) do adds[i] = collector.add end -- looked up once: there may be 100,000 tasks
  local is_dated, batches, note_batch = false, noted_batches()
  local count, absent = tasks_of.each(tasks, function(task)
    if not is_dated then
      set_clocks(collectors, tasks)
      is_dated = true
    end
    note_batch(task.JobId)
    for i = 1, #adds do adds[i](collectors[i], task) end
  end)
  if not count then return nil, absent end
  if not is_dated then set_clocks(collectors, tasks) end
  if count > 0 and not batches[1] then note_batch((tasks.coverage or {}).JobId) end -- rows may not say theirs
  return {tasks = count, batches = batches, coverage = coverage.of(tasks, count, absent)}
end
