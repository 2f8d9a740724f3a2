-- Plans to change tasks.
local blame = require "aliota.util.blame"
local class = require "aliota.client.class"
local outcome = require "aliota.util.outcome"
local planner = require "aliota.plan.planner"

local Client, check_client, checked, of_batch = class.Methods, class.check_client, class.checked, class.of_batch
local check_operation = class.check_operation

-- A plan asks for what it is about, and changes nothing.
local function planned(client, method, kind, params)
  local form = planner.form(kind, params)
  if form.problem then blame(("%s: %s"):format(method, form.problem)) end
  check_operation(client, method, form.kind.operation)
  local flat, ours = checked(client, method, form.operation, form.params, form.allowed)
  local problem = form.allowed.where and planner.choose(form, ours.where)
  if problem then blame(("%s: %s"):format(method, problem)) end
  return planner.make(client.account, form, flat, ours)
end

--- Plans to try failed or canceled tasks again (ReupgradeOTATask). Looks at the batch now; nothing is changed before
--- plan:apply().
---@usage client:plan_retry {JobId = job_id}
---@param params string|aliota.Batch|aliota.PlanParams  a JobId, a batch, or what chooses tasks as in client:tasks
---(JobId, where, TaskStatus, DeviceNames), those that FAILED where no state is named; or tasks; and options
---@return aliota.Plan|nil
---@return aliota.Error|nil  also when the journal could not be written, or tasks lack what a plan needs
function Client:plan_retry(params)
  return outcome(planned(self, "plan_retry", "retry", of_batch(self, "plan_retry", params)))
end

--- Plans to confirm tasks in CONFIRM (ConfirmOTATask). Else as plan_retry.
---@usage client:plan_confirm {JobId = job_id}
---@param params string|aliota.Batch|aliota.PlanParams
---@return aliota.Plan|nil
---@return aliota.Error|nil
function Client:plan_confirm(params)
  return outcome(planned(self, "plan_confirm", "confirm", of_batch(self, "plan_confirm", params)))
end

--- Plans to cancel tasks: chosen ones, in CONFIRM, QUEUED or NOTIFIED, by their devices (CancelOTATaskByDevice), or all
--- that a batch has in some states by one call (CancelOTATaskByJob). Else as plan_retry.
---@usage client:plan_cancel {JobId = job_id, TaskStatus = "QUEUED"}
---@param params string|aliota.Batch|aliota.CancelParams  as in plan_retry; or JobId with switches such as
---CancelQueuedTask
---@return aliota.Plan|nil
---@return aliota.Error|nil
function Client:plan_cancel(params)
  return outcome(planned(self, "plan_cancel", "cancel", of_batch(self, "plan_cancel", params)))
end

--- Goes on with a plan where it was, in whatever process it was begun. Sends nothing before plan:apply().
---@usage client:resume_plan {text = client:plan_retry({JobId = job_id}):journal()}
---@param options aliota.ResumeParams
---@return aliota.Plan|nil
---@return aliota.Error|nil
function Client:resume_plan(options)
  check_client(self, "resume_plan")
  local problem = planner.problem_with_resume(options)
  if problem then blame("resume_plan: " .. problem) end
  local plan, err = planner.resume(self.account, options)
  if plan then check_operation(self, "resume_plan", plan.kind.operation) end
  return plan, err
end
