-- What is asked about a batch as a whole.
local lazy = require "aliota.util.lazy"
local Call = require "aliota.call"
local blame = require "aliota.util.blame"
local board = lazy "aliota.watch.board"
local class = require "aliota.client.class"
local follow = lazy "aliota.follow"
local follow_options = lazy "aliota.follow.follow_options"
local gate_options = lazy "aliota.plan.gate_options"
local gated_wait = lazy "aliota.plan.gated_wait"
local job_of = require "aliota.api.job"
local limit_options = require "aliota.util.limit_options"
local merge = require "aliota.util.merge"
local operations = require "aliota.api.operations"
local source = require "aliota.call.source"
local summary = require "aliota.report.batch_counts"
local task_list = require "aliota.api.task_list"
local watch = lazy "aliota.watch"
local watch_options = lazy "aliota.watch.watch_options"

local Client, check_client, checked, of_batch = class.Methods, class.check_client, class.checked, class.of_batch

local PARTIAL = {"DeviceNames.1", "PageSize", "CurrentPage"} -- what chooses some of a batch's tasks

local function refuse(method, flat, names)
  for _, name in ipairs(names) do
    if flat[name] then blame(("%s takes no %s"):format(method, (name:gsub("%.1$", "")))) end
  end
end

-- For what is about a batch as a whole.
local function checked_batch(client, method, params, allowed, operation)
  local flat, ours = checked(client, method, operation or task_list, params, allowed)
  refuse(method, flat, {"TaskStatus"})
  refuse(method, flat, PARTIAL)
  return flat, ours
end

--- How many tasks of a batch are in which state: eight requests of one row, whatever its size.
---@usage client:summary(job_id)
---@param params string|aliota.Batch|aliota.QueryOTAJobParams  a JobId, a batch, or JobId with options
---@return aliota.Counts|nil
---@return aliota.Error|nil
function Client:summary(params)
  local flat, ours = checked_batch(self, "summary", of_batch(self, "summary", params), limit_options)
  return summary(source.new(self.account, task_list, flat, ours), flat.JobId)
end

--- Looks at a batch again and again until it is over: a summary each time, and what QueryOTAJob says of the batch
--- (Data). Sends nothing before the first look is asked for. Ends after the look that shows the end of the batch; with
--- an error of kind timeout after the time-out or deadline, and with that of a look that failed for good.
---@usage client:watch {JobId = job_id}
---@param params string|aliota.Batch|aliota.WatchParams  a JobId, a batch, or JobId with options
---@return aliota.Each<aliota.Counts, aliota.QueryOTAJobData, {counts: aliota.Counts, job: aliota.QueryOTAJobData}>
---looks
function Client:watch(params)
  local flat, ours = checked_batch(self, "watch", of_batch(self, "watch", params), watch_options.WATCH)
  return watch.watch(self.account, flat, ours)
end

--- Follows a batch: each change of a task's state once, with the task as it is now and the state in which it was last
--- seen (nil of one that is new), look after look until the batch is over. Sends nothing before the first change is
--- asked for. A look that fails is survived as in client:watch.
---@usage client:follow {JobId = job_id, TaskStatus = "FAILED"}
---@param params string|aliota.Batch|aliota.FollowParams  a JobId, a batch, or JobId with what else is wanted
---@return aliota.Follow|fun(): aliota.Task, string|nil  of a task and a TaskStatus, with `coverage`, `some` and
---`snapshot`
function Client:follow(params)
  params = of_batch(self, "follow", params)
  local flat, ours = checked(self, "follow", task_list, params, follow_options.FOLLOW)
  refuse("follow", flat, PARTIAL)
  flat.TaskStatus = nil
  return follow(self.account, flat, params, ours)
end

-- CancelOTATaskByJob's switch is a parameter of waiting, too.
local WAIT = merge(task_list, {params = merge(task_list.params, {
  CancelInProgressTask = operations.CancelOTATaskByJob.params.CancelInProgressTask,
})})

--- Waits until a batch is over, or until its success is impossible; stops it then, if that is wanted: a dynamic batch
--- takes no further devices (CancelOTAStrategyByJob), and what no device has begun is canceled (CancelOTATaskByJob).
---@usage client:wait {JobId = job_id, timeout = "2h", fail_if = {failure_rate = 0.05, settled = 20}}
---@param params string|aliota.Batch|aliota.WaitParams  a JobId, a batch, or JobId with options
---@return aliota.Verdict  with `exit_code`: 0 done, 1 a limit of fail_if is broken, 2 time-out, 3 error, 4 canceled, 5
---a limit is broken and the batch was to be stopped, but goes on: see `err`, and `plan`, which can be applied again
function Client:wait(params)
  params = of_batch(self, "wait", params)
  local flat, ours = checked_batch(self, "wait", params, gate_options.WAIT, WAIT)
  local problem = gate_options.problem_with(params)
  if problem then blame("wait: " .. problem) end
  ours.CancelInProgressTask, flat.CancelInProgressTask = flat.CancelInProgressTask == "true", nil
  if ours.on_gate then return gated_wait(self, flat, ours) end
  return watch.wait(self.account, flat, ours)
end

--- One batch (QueryOTAJob).
---@usage client:job(job_id)
---@param job string|aliota.Batch|aliota.QueryOTAJobParams  a JobId, a batch, or JobId with options
---@return aliota.Job|nil
---@return aliota.Error|nil
function Client:job(job)
  local params, operation = of_batch(self, "job", job), operations.QueryOTAJob
  local flat, ours = checked(self, "job", operation, params, limit_options)
  local limits = source.limits(self.account, ours)
  limits.nulls_absent, limits.lenient, limits.accept = true, true, job_of.accept
  return Call.new(self.account, operation, flat, limits):await()
end

--- How many batches are doing, a line each: eight requests of one row for each of them, all under the account's quota.
---@usage client:board {job_id}
---@param jobs string|aliota.Job|(string|aliota.Job)[]|aliota.Each<aliota.Job, nil, aliota.Job>  JobIds or batches, one
---or more
---@param options aliota.LimitOptions|nil
---@return aliota.Board|nil
---@return aliota.Error|nil
function Client:board(jobs, options)
  check_client(self, "board")
  local problem, checked_jobs, ours = board.check(jobs, options)
  if problem then blame("board: " .. problem) end
  return board.of(self.account, checked_jobs, ours)
end
