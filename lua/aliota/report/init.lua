-- Answers about a batch: how is it doing, what fails and why, who is stuck, when is it done.
--
-- Every report takes the tasks of an iterator, an array or a function, reads them once, and returns a plain table, or
-- nil and an error when they could not all be read. `tostring(report)` is made for the terminal that the process writes
-- to; `report:render {width = 120, colour = false}` for any other. The memory that is stated holds for any number of
-- tasks.
local blame = require "aliota.util.blame"
local check_options = require "aliota.util.check_options"
local collect = require "aliota.report.collect"
local compare = require "aliota.report.compare"
local did_you_mean = require "aliota.util.did_you_mean"
local diff = require "aliota.report.diff"
local metatable = require "aliota.report.metatable"
local outcome = require "aliota.util.outcome"
local public = require "aliota.util.public"
local snapshot = require "aliota.report.snapshot"
local sorted_keys = require "aliota.util.sorted_keys"
local task_status = require "aliota.api.task_status"
local tasks_misuse = require("aliota.listing.task_reader").misuse

---@class aliota.report  answers about a batch
local report = {}

---@class aliota.Report of one source
---@field tasks integer     tasks that it is made of
---@field batches string[]  their JobIds (the first 100)
---@field coverage aliota.ReportCoverage
---@field render fun(self: aliota.Report, options: aliota.RenderOptions|nil): string  what it prints as, of a width and
---with colours or without

-- What collects the tasks of one source; compare and diff take two.
local KINDS, METAS = {}, {}
for _, name in ipairs {"summary", "reasons", "versions", "stuck", "timeline", "eta", "snapshot"} do
  KINDS[name] = require("aliota.report." .. name)
  METAS[name] = metatable(KINDS[name])
end

local COMPARISON, DIFF = metatable(compare), metatable(diff)

local function check_tasks(tasks)
  local misuse = tasks_misuse(tasks)
  if misuse then blame("an iterator or an array of tasks expected, not " .. misuse) end
end

local function collector(name, options)
  local good, problem = check_options.read(options, KINDS[name].options)
  local made
  if good then made, problem = KINDS[name].new(good) end
  if not made then blame(("%s: %s"):format(name, problem)) end
  return made
end

local function finish(name, made, seen)
  local result, err = made:finish(seen)
  if not result then return nil, err end
  result.tasks, result.batches, result.coverage = seen.tasks, seen.batches, seen.coverage
  return setmetatable(result, METAS[name])
end

local function one(name, tasks, options)
  check_tasks(tasks)
  local made = collector(name, options)
  local seen, err = collect(tasks, {made})
  if not seen then return nil, err end
  return finish(name, made, seen)
end

--- How the batch is doing: tasks by state, rates of what is through. Memory: one counter a state.
---@usage aliota.report.summary(client:tasks {JobId = job_id})
---@param tasks aliota.Tasks
---@param options nil  there are none
---@return aliota.Summary|nil
---@return aliota.Error|nil
function report.summary(tasks, options)
  return outcome(one("summary", tasks, options))
end

--- The same from counts that somebody else has made, such as `client:summary`.
---@usage aliota.report.of_counts(client:summary {JobId = job_id})
---@param counts aliota.Counts
---@return aliota.Summary
function report.of_counts(counts)
  if type(counts) ~= "table" or type(counts.by_status) ~= "table" or type(counts.other) ~= "number" then
    local what = type(counts) == "table" and "another table" or "a " .. type(counts)
    blame("of_counts: the counts of client:summary expected, not " .. what)
  end
  local by_status = {}
  for status, count in pairs(counts.by_status) do by_status[status] = count end
  if counts.other > 0 then by_status[task_status.OTHERS] = counts.other end
  local result = KINDS.summary.of_counts(by_status)
  result.tasks, result.batches = result.total, {counts.JobId}
  result.coverage = {
    tasks = result.total, unique = result.total, total = counts.total, complete = counts.consistent,
    caveat = not counts.consistent and "The counts don't add up: tasks changed state while they were taken." or nil,
  }
  return setmetatable(result, METAS.summary)
end

--- Why tasks failed or were canceled, by cause and text. Memory: at most 1,000 reasons, those that come later share a
--- line.
---@usage aliota.report.reasons(client:tasks {JobId = job_id, TaskStatus = "FAILED"})
---@param tasks aliota.Tasks
---@param options {most: integer|nil}|nil most: lines that are printed, 20
---@return aliota.Reasons|nil
---@return aliota.Error|nil
function report.reasons(tasks, options)
  return outcome(one("reasons", tasks, options))
end

--- How updates end by the version they start from, the least reliable one first. Memory: at most 1,000 versions, those
--- that come later share a line.
---@usage aliota.report.versions(client:tasks {JobId = job_id})
---@param tasks aliota.Tasks
---@param options {most: integer|nil}|nil most: lines that are printed, 20
---@return aliota.VersionReport|nil
---@return aliota.Error|nil
function report.versions(tasks, options)
  return outcome(one("versions", tasks, options))
end

--- Open tasks by state and age. Memory: a counter a state and age, and the `most` oldest tasks.
---@usage aliota.report.stuck(client:tasks {JobId = job_id}, {after = "6h"})
---@param tasks aliota.Tasks
---@param options {now: number|nil, after: number|string|nil, most: integer|nil}|nil now: epoch seconds; after: the age
---from which a task is stuck, such as "6h", instead of its Timeout, or a day where it has none; most: tasks listed, 10
---@return aliota.Stuck|nil
---@return aliota.Error|nil
function report.stuck(tasks, options)
  return outcome(one("stuck", tasks, options))
end

--- When tasks were settled. Memory: at most 1,000 buckets.
---@usage aliota.report.timeline(client:tasks {JobId = job_id})
---@param tasks aliota.Tasks
---@param options nil  there are none
---@return aliota.Timeline|nil
---@return aliota.Error|nil
function report.timeline(tasks, options)
  return outcome(one("timeline", tasks, options))
end

--- When the batch will be through, if it goes on as it did lately. Memory: a few counters.
---@usage aliota.report.eta(client:tasks {JobId = job_id})
---@param tasks aliota.Tasks
---@param options {now: number|nil, window: number|string|nil}|nil now: epoch seconds; window: how far back "lately"
---goes, such as "30m"; an hour
---@return aliota.Eta|nil
---@return aliota.Error|nil
function report.eta(tasks, options)
  return outcome(one("eta", tasks, options))
end

--- Writes the state of every device to a file, to be read with `report.read_snapshot`. Memory and file: about 3 bytes a
--- device, and its name less the last two bytes once for all devices that share that.
---@usage aliota.report.snapshot(client:tasks {JobId = job_id}, {path = os.tmpname()})
---@param tasks aliota.Tasks
---@param options {path: string, now: number|nil}  path: written whole or not at all; now: epoch seconds
---@return aliota.Snapshot|nil
---@return aliota.Error|nil
function report.snapshot(tasks, options)
  return outcome(one("snapshot", tasks, options))
end

--- The tasks of a snapshot, for any report or filter: DeviceName, TaskStatus, JobId and ProductKey of each. Memory: the
--- file's size.
---@usage aliota.report.read_snapshot "monday.snapshot"
---@param path string
---@return aliota.Each<aliota.Task, nil, aliota.Task>|nil tasks  with `taken`, epoch seconds
---@return aliota.Error|nil
function report.read_snapshot(path)
  if type(path) ~= "string" then blame("read_snapshot: a path expected, not a " .. type(path)) end
  return snapshot.read(path)
end

--- Compares the success of two batches, device by device where they have the same ones. Memory: some 40 bytes a device.
---@usage aliota.report.compare(client:tasks {JobId = job_id}, client:tasks {JobId = job_id})
---@param a aliota.Tasks  read first
---@param b aliota.Tasks
---@return aliota.Comparison|nil
---@return aliota.Error|nil
function report.compare(a, b)
  check_tasks(a)
  check_tasks(b)
  local made, err = compare.of(a, b)
  return outcome(made and setmetatable(made, COMPARISON), err)
end

--- What changed between two looks at a batch, such as a snapshot and the present. Memory: some 40 bytes a device.
---@usage aliota.report.diff(client:tasks {JobId = job_id}, client:tasks {JobId = job_id})
---@param before aliota.Tasks  read first
---@param after aliota.Tasks
---@return aliota.Diff|nil
---@return aliota.Error|nil
function report.diff(before, after)
  check_tasks(before)
  check_tasks(after)
  local made, err = diff.of(before, after)
  return outcome(made and setmetatable(made, DIFF), err)
end

---@class aliota.Reports
---@field summary aliota.Summary|nil
---@field reasons aliota.Reasons|nil
---@field versions aliota.VersionReport|nil
---@field stuck aliota.Stuck|nil
---@field timeline aliota.Timeline|nil
---@field eta aliota.Eta|nil
---@field snapshot aliota.Snapshot|nil

--- Several reports of one pass.
---@usage aliota.report.many(client:tasks {JobId = job_id}, {summary = true, stuck = {most = 5}})
---@param tasks aliota.Tasks
---@param wanted table<string, true|table>  reports by name, with their options or true: {summary = true,
---stuck = {most = 5}}
---@return aliota.Reports|nil reports  by their names
---@return aliota.Error|nil
function report.many(tasks, wanted)
  check_tasks(tasks)
  if type(wanted) ~= "table" then
    blame("many: a table of reports by name expected, such as {summary = true}, not a " .. type(wanted))
  end
  local collectors, by_name = {}, {}
  for _, name in ipairs(sorted_keys(wanted)) do
    local options = wanted[name]
    if not KINDS[name] then
      blame(("many: there is no report %q%s"):format(tostring(name), did_you_mean(name, KINDS)))
    end
    if options ~= true and type(options) ~= "table" then
      blame(("many: the options of %s must be a table or true"):format(name))
    end
    by_name[name] = collector(name, options ~= true and options or nil)
    collectors[#collectors + 1] = by_name[name]
  end
  local seen, err = collect(tasks, collectors)
  if not seen then return nil, err end
  local reports = {}
  for name, made in pairs(by_name) do
    reports[name], err = finish(name, made, seen)
    if not reports[name] then return nil, err end
  end
  return reports
end

return public.part(report, "aliota.report")
