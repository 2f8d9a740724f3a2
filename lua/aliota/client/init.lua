-- One configured account: single calls, and the listings on top of them.
local Account = require "aliota.client.account"
local Call = require "aliota.call"
local blame = require "aliota.util.blame"
local call_options = require "aliota.client.call_options"
local check_self = require "aliota.util.check_self"
local devices = require "aliota.listing.devices"
local did_you_mean = require "aliota.util.did_you_mean"
local job_of = require "aliota.api.job"
local limit_options = require "aliota.util.limit_options"
local listing = require "aliota.listing"
local listing_options = require "aliota.listing.listing_options"
local merge = require "aliota.util.merge"
local operations = require "aliota.api.operations"
local outcome = require "aliota.util.outcome"
local parameters = require "aliota.api.parameters"
local public = require "aliota.util.public"
local source = require "aliota.call.source"
local summary = require "aliota.report.batch_counts"

---@class aliota.Client
local Client = {}
Client.__index = Client
Client.__name = "aliota.Client"

function Client:__tostring()
  local endpoint = self.account.config.endpoint
  return "aliota client for " .. (endpoint and endpoint.url or "an endpoint that is yet to be looked up")
end

-- Checking what the caller gave --------------------------------------------------------------------------------------

local function check_client(client, method) check_self(client, Client, "client:" .. method) end

-- The client's instance goes with every call that names none (IotInstanceId).
local function with_instance(client, params)
  local instance_id = client.account.config.instance_id
  if not instance_id or type(params) ~= "table" or params.IotInstanceId ~= nil then return params end
  return merge({IotInstanceId = instance_id}, params)
end

-- Parameters of what is about one batch, of which its id alone may be given, or the batch as client:jobs has it.
local function of_batch(client, method, params)
  check_client(client, method)
  if type(params) == "string" then return {JobId = params} end
  if job_of.is(params) then return {JobId = params.JobId} end
  if type(params) == "table" then return params end
  blame(("%s: a JobId or a table of parameters expected, not a %s"):format(method, type(params)))
end

-- Returns the operation's parameters as they are sent, and our options. Errors name what was called.
local function checked(client, called, operation, params, allowed)
  check_client(client, called)
  local theirs, ours, problem = call_options(params, allowed, operation)
  local flat
  if not problem then flat, problem = parameters(operation, with_instance(client, theirs)) end
  if problem then blame(called .. ": " .. problem) end
  return flat, ours
end

local function checked_action(client, method, action)
  check_client(client, method)
  if type(action) ~= "string" then
    blame(("%s: the name of an operation expected, not a %s"):format(method, type(action)))
  end
  local operation = operations[action]
  if not operation then
    blame(("%s: there is no operation %q%s"):format(method, action, did_you_mean(action, operations)))
  end
  return operation
end

local function run(client, operation, flat, ours)
  return Call.new(client.account, operation, flat, source.limits(client.account, ours)):await()
end

-- Public methods -----------------------------------------------------------------------------------------------------

--- Runs one operation.
---@usage client:call("QueryOTAJob", {JobId = job_id})
---@param action string the vendor's name, such as "QueryOTAJob"
---@param params table|nil the vendor's names; checked before anything is sent, misuse raises at the caller's line
---@return table|nil response as the service sent it; what is null there is aliota.null
---@return aliota.Error|nil
function Client:call(action, params)
  local operation = checked_action(self, "call", action)
  local flat, ours = checked(self, action, operation, params or {}, limit_options)
  return run(self, operation, flat, ours)
end

--- Explains how a call is signed: canonical request, string to sign, headers, and scripts for curl, Lua, Python and
--- Node that run it; `:compare` finds where the service, which refused the signature, signed something else. No secret
--- is in it. Sends nothing.
---@usage client:explain("QueryOTAJob", {JobId = job_id})
---@param action string the vendor's name
---@param params table|nil as for client:call
---@return aliota.Explanation|nil
---@return aliota.Error|nil
function Client:explain(action, params)
  local operation = checked_action(self, "explain", action)
  local flat = checked(self, action, operation, params or {}, {})
  return require "aliota.explain"(self.account, operation, flat, params or {}) -- only who debugs needs it
end

for _, operation in pairs(operations) do
  local method = operation.method_name
  Client[method] = function(self, params)
    local flat, ours = checked(self, method, operation, params or {}, limit_options)
    return run(self, operation, flat, ours)
  end
end

-- What a listing needs: where its requests come from, what was asked for, and how.
local function prepared(client, method, params, allowed)
  local operation = operations.ListOTATaskByJob
  local asked = listing.with_paging(params)
  local flat, ours = checked(client, method, operation, asked, allowed)
  return source.new(client.account, operation, flat, ours), asked, ours
end

--- The pages of a batch's tasks, 100 a page; of later passes those that show something new. Sends nothing before the
--- first page is asked for.
---@usage client:pages {JobId = job_id}
---@param params string|table  as for client:tasks
---@return aliota.Iterator pages of aliota.Page, with `coverage`
function Client:pages(params)
  params = of_batch(self, "pages", params)
  local pages, problem = listing.pages(prepared(self, "pages", params, listing_options.PAGES))
  if not pages then blame("pages: resume: " .. problem) end
  return pages
end

--- The tasks of a batch, each once, whatever changes meanwhile; `coverage` tells whether all were seen. Sends nothing
--- before the first task is asked for.
---@usage client:tasks {JobId = job_id, TaskStatus = "FAILED"}
---@param params string|table  a JobId; or JobId and, if wanted, TaskStatus, DeviceNames, PageSize, CurrentPage (to
--- begin with); and options: deadline (for the whole listing: seconds or a text such as "10m"), cancel (a canceller),
--- passes (how often to read everything at most, 3), strict (an end that is not known to be complete, or a broken text,
--- is an error), resume (what it:cursor() returned), fields (names of those that tasks are to have; all),
--- where (a predicate, of which the server is left what it can filter; see aliota.filter), exact (false: it may miss
--- tasks that change state meanwhile, if that is cheaper)
---@return aliota.Iterator tasks of aliota.Task, with `coverage`
function Client:tasks(params)
  params = of_batch(self, "tasks", params)
  local from, asked, ours = prepared(self, "tasks", params, listing_options.TASKS)
  if ours.where then
    if ours.resume then
      blame("tasks: where and resume exclude each other: use tasks:where(…) to go on from a cursor")
    end
    return require "aliota.listing.selection"(from, asked, ours.where, ours) -- most listings need no predicates
  end
  local tasks, problem = listing.tasks(from, asked, ours)
  if not tasks then blame("tasks: resume: " .. problem) end
  return tasks
end

-- Of an iterator each name is looked at when it is read.
local function problem_with_names(names)
  if type(names) == "function" then return nil end
  if type(names) ~= "table" then return "DeviceNames must be an array or an iterator, not a " .. type(names) end
  for i, name in ipairs(names) do
    local problem = devices.problem_with_name(i, name)
    if problem then return problem end
  end
end

--- The tasks of named devices of a batch, however many names there are: 50 a request, in the order given. Sends nothing
--- before the first is asked for; names are read as they are needed.
---@usage client:devices {JobId = job_id, DeviceNames = {"device-000001", "elsewhere"}}
---@param params table  JobId; DeviceNames, an array or an iterator; and options: deadline, cancel, resume, fields,
--- strict (that a device is not in the batch must be certain, and no text broken)
---@return aliota.Iterator devices of a name and its task, which is nil for a device that is not in the batch; chains,
---reports, writers and plans work on the tasks
function Client:devices(params)
  local operation = operations.ListOTATaskByJob
  local names = type(params) == "table" and params.DeviceNames or nil
  local misuse = type(params) == "table" and problem_with_names(names)
  if misuse then blame("devices: " .. misuse) end
  local rest = params
  if names then
    rest = merge(params)
    rest.DeviceNames = nil
  end
  local flat, ours = checked(self, "devices", operation, rest, listing_options.DEVICES)
  for _, name in ipairs {"TaskStatus", "PageSize", "CurrentPage"} do
    if flat[name] then blame(("devices: %s makes no sense with names of devices"):format(name)) end
  end
  local found, problem = devices.list(source.new(self.account, operation, flat, ours),
    {JobId = params.JobId, DeviceNames = names}, ours)
  if not found then blame("devices: resume: " .. problem) end
  return found
end

-- For what is about a batch as a whole.
local function checked_batch(client, method, params, allowed)
  local operation = operations.ListOTATaskByJob
  local flat, ours = checked(client, method, operation, params, allowed)
  for _, name in ipairs {"TaskStatus", "DeviceNames.1", "PageSize", "CurrentPage"} do
    if flat[name] then blame(("%s takes no %s"):format(method, (name:gsub("%.1$", "")))) end
  end
  return flat, ours
end

--- How many tasks of a batch are in which state: eight requests of one row, whatever its size.
---@usage client:summary(job_id)
---@param params string|table  a JobId; or parameters: JobId; and options: deadline, cancel
---@return aliota.Counts|nil
---@return aliota.Error|nil
function Client:summary(params)
  local flat, ours = checked_batch(self, "summary", of_batch(self, "summary", params), limit_options)
  return summary(source.new(self.account, operations.ListOTATaskByJob, flat, ours), flat.JobId)
end

--- Looks at a batch again and again until it is over: a summary each time, and what QueryOTAJob says of the batch
--- (Data). Sends nothing before the first look is asked for. Ends after the look that shows the end of the batch; with
--- an error of kind timeout after the time-out or deadline, and with that of a look that failed for good.
---@usage client:watch {JobId = job_id}
---@param params string|table  a JobId; or JobId; and options: interval ("10s": seconds or a text), longest_interval
--- ("2m": between two looks while nothing moves), timeout or deadline, which mean the same, show (true or a file: a
--- live view there, true for standard error), cancel
---@return aliota.Iterator of aliota.Counts and a table
function Client:watch(params)
  local options = require "aliota.watch.watch_options"
  local flat, ours = checked_batch(self, "watch", of_batch(self, "watch", params), options.WATCH)
  return require("aliota.watch").watch(self.account, flat, ours)
end

--- Waits until a batch is over, or until its success is impossible.
---@usage client:wait {JobId = job_id, timeout = "2h", fail_if = {failure_rate = 0.05, settled = 20}}
---@param params string|table  a JobId; or JobId; and options: fail_if (limits, see
--- docs/watching.md), and those of client:watch
---@return aliota.Verdict with `exit_code`: 0 done, 1 a limit of fail_if is broken, 2 time-out, 3 error, 4 canceled
function Client:wait(params)
  local options = require "aliota.watch.watch_options"
  local flat, ours = checked_batch(self, "wait", of_batch(self, "wait", params), options.WAIT)
  return require("aliota.watch").wait(self.account, flat, ours)
end

--- The batches of a package, of a device, or of all packages of a product, each once: the way to a JobId. Sends nothing
--- before the first is asked for.
---@usage client:jobs {FirmwareId = client:job(job_id).FirmwareId}
---@param params table  FirmwareId; or ProductKey for all its packages; with ProductKey and DeviceName those batches
--- that concern this device; PageSize; and options: deadline, cancel, passes, strict, fields, as for client:tasks
---@return aliota.Iterator of aliota.Job, with `coverage`
function Client:jobs(params)
  local jobs = require "aliota.listing.jobs"
  local form = jobs.form(params)
  if form.problem then blame("jobs: " .. form.problem) end
  local flat, ours = checked(self, "jobs", form.operation, form.params, listing_options.JOBS)
  local limits = source.shared_limits(self.account, ours)
  return jobs.list(function(operation, asked)
    return source.new(self.account, operation, asked, ours, limits)
  end, form, flat, ours)
end

--- One batch (QueryOTAJob).
---@usage client:job(job_id)
---@param job string|table  a JobId; or parameters: JobId; and options: deadline, cancel
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
---@param jobs string|aliota.Job|(string|aliota.Job)[]|aliota.Iterator  JobIds or batches, one or more
---@param options {deadline: number|string|nil, cancel: aliota.Canceller|nil}|nil  deadline: for all of it
---@return aliota.Board|nil
---@return aliota.Error|nil
function Client:board(jobs, options)
  check_client(self, "board")
  local board = require "aliota.watch.board"
  local problem, checked_jobs, ours = board.check(jobs, options)
  if problem then blame("board: " .. problem) end
  return board.of(self.account, checked_jobs, ours)
end

-- A plan asks for what it is about, and changes nothing.
local function planned(client, method, kind, params)
  local planner = require "aliota.plan.planner" -- most programs only look
  local form = planner.form(kind, params)
  if form.problem then blame(("%s: %s"):format(method, form.problem)) end
  local flat, ours = checked(client, method, form.operation, form.params, form.allowed)
  local problem = form.allowed.where and planner.choose(form, ours.where)
  if problem then blame(("%s: %s"):format(method, problem)) end
  return planner.make(client.account, form, flat, ours)
end

--- Plans to try failed or canceled tasks again (ReupgradeOTATask). Looks at the batch now; nothing is changed before
--- plan:apply().
---@usage client:plan_retry {JobId = job_id}
---@param params string|table  a JobId; or JobId and what else chooses tasks in client:tasks (where, TaskStatus,
--- DeviceNames), those that FAILED where no state is named; or tasks, an iterator or an array of them.
--- And options: journal (a path where no file is, or a function that is given each piece of text: what
--- client:resume_plan goes on with), deadline, cancel, strict
---@return aliota.Plan|nil
---@return aliota.Error|nil  also when the journal could not be written, or tasks lack what a plan needs
function Client:plan_retry(params)
  return outcome(planned(self, "plan_retry", "retry", of_batch(self, "plan_retry", params)))
end

--- Plans to confirm tasks in CONFIRM (ConfirmOTATask). Else as plan_retry.
---@usage client:plan_confirm {JobId = job_id}
---@param params table
---@return aliota.Plan|nil
---@return aliota.Error|nil
function Client:plan_confirm(params)
  return outcome(planned(self, "plan_confirm", "confirm", of_batch(self, "plan_confirm", params)))
end

--- Plans to cancel tasks: chosen ones, in CONFIRM, QUEUED or NOTIFIED, by their devices (CancelOTATaskByDevice), or all
--- that a batch has in some states by one call (CancelOTATaskByJob). Else as plan_retry.
---@usage client:plan_cancel {JobId = job_id, TaskStatus = "QUEUED"}
---@param params table  what chooses tasks, or tasks, as in plan_retry; or JobId with switches such as CancelQueuedTask
---@return aliota.Plan|nil
---@return aliota.Error|nil
function Client:plan_cancel(params)
  return outcome(planned(self, "plan_cancel", "cancel", of_batch(self, "plan_cancel", params)))
end

--- Goes on with a plan where it was, in whatever process it was begun. Sends nothing before plan:apply().
---@usage client:resume_plan {text = client:plan_retry({JobId = job_id}):journal()}
---@param options {journal: string|function|nil, text: string|nil}  journal: the path of one; or text: of a journal, and
--- journal: where it is to be continued
---@return aliota.Plan|nil
---@return aliota.Error|nil
function Client:resume_plan(options)
  check_client(self, "resume_plan")
  local planner = require "aliota.plan.planner"
  local problem = planner.problem_with_resume(options)
  if problem then blame("resume_plan: " .. problem) end
  return planner.resume(self.account, options)
end

public.class(Client, "client")

--- Makes a client of a configuration that options.lua has found good.
---@param config table
---@return aliota.Client
return function(config)
  return setmetatable({account = Account.new(config)}, Client)
end
