-- What the methods of a client take in a table: parameters of the service, and options of ours.
local follow_options = require "aliota.follow.follow_options"
local gate_options = require "aliota.plan.gate_options"
local limit_options = require "aliota.util.limit_options"
local listing_options = require "aliota.listing.listing_options"
local merge = require "aliota.util.merge"
local operations = require "aliota.api.operations"
local plan_options = require "aliota.plan.plan_options"
local watch_options = require "aliota.watch.watch_options"
local wave_options = require "aliota.rollout.wave_options"
local wave_planner = require "aliota.rollout.wave_planner"

local takes = {}

local LIST, JOB = operations.ListOTATaskByJob.params, operations.QueryOTAJob.params

local PLAN = merge(LIST, plan_options.OF_LIST, plan_options.OF_TASKS)
local OF_FIRMWARE, OF_DEVICE = operations.ListOTAJobByFirmware.params, operations.ListOTAJobByDevice.params

--- By the method of a client: what the table holds that it is given.
---@type table<string, table<string, any>>
takes.METHODS = {
  tasks = merge(LIST, listing_options.TASKS), pages = merge(LIST, listing_options.PAGES),
  devices = merge(JOB, {DeviceNames = true}, listing_options.DEVICES), summary = merge(JOB, limit_options),
  watch = merge(JOB, watch_options.WATCH), wait = merge(JOB, {CancelInProgressTask = true}, gate_options.WAIT),
  follow = merge(JOB, {TaskStatus = true}, follow_options.FOLLOW), job = merge(JOB, limit_options),
  jobs = merge(OF_FIRMWARE, OF_DEVICE, listing_options.JOBS), board = limit_options,
  plan_retry = PLAN, plan_confirm = PLAN, plan_cancel = merge(PLAN, operations.CancelOTATaskByJob.params),
  resume_plan = plan_options.RESUME, plan_rollout = merge(wave_planner.OPERATION.params, wave_options.NEW),
  resume_rollout = wave_options.RESUME,
}
takes.METHODS.jobs.CurrentPage = nil
for _, row in pairs(operations) do takes.METHODS[row.method_name] = merge(row.params, limit_options) end

return takes
