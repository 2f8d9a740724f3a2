-- Updates in waves.
local blame = require "aliota.util.blame"
local class = require "aliota.client.class"
local options = require "aliota.rollout.wave_options"
local outcome = require "aliota.util.outcome"
local plans = require "aliota.plan.planner"
local planner = require "aliota.rollout.wave_planner"

local Client, check_client, checked = class.Methods, class.check_client, class.checked

-- Nothing is sent for misuse.
local function check(problem)
  if problem then blame("plan_rollout: " .. problem) end
end

--- Plans to roll a package out in waves: batches (CreateOTAStaticUpgradeJob) one after the other, each waited for with
--- its gate, with pauses between the waves. Looks at the package now, and for devices that have other open tasks;
--- nothing is changed before rollout:apply().
---@usage client:plan_rollout {FirmwareId = client:job(job_id).FirmwareId, waves = {{percent = 5}, {percent = 100}},
--- gate = {failure_rate = 0.01}, soak = "30m"}
---@param params aliota.RolloutParams  FirmwareId, waves and what else CreateOTAStaticUpgradeJob takes, but for what
---chooses devices; and options
---@return aliota.Rollout|nil
---@return aliota.Error|nil  also with the code PackageUnfit
function Client:plan_rollout(params)
  check_client(self, "plan_rollout")
  check(planner.problem_with(params))
  local flat, ours = checked(self, "plan_rollout", planner.OPERATION, params, options.NEW)
  local parts, problem = planner.parts(self.account, params, flat, ours)
  check(problem)
  return outcome(planner.make(self.account, parts, ours))
end

--- Goes on with a rollout where it was, in whatever process it was begun. Sends nothing before rollout:apply().
---@usage client:resume_rollout {text = client:plan_rollout({FirmwareId = client:job(job_id).FirmwareId,
--- waves = {{percent = 5}, {percent = 100}}}):journal()}
---@param request aliota.ResumeParams
---@return aliota.Rollout|nil
---@return aliota.Error|nil
function Client:resume_rollout(request)
  check_client(self, "resume_rollout")
  local problem = plans.problem_with_resume(request)
  if problem then blame("resume_rollout: " .. problem) end
  return outcome(planner.resume(self.account, request))
end
