-- What the methods of a client take in a table: parameters of the service, and options of ours.
local call_options = require "aliota.client.call_options"
local merge = require "aliota.util.merge"
local method_name = require "aliota.api.method_name"
local operations = require "aliota.api.operations"

local takes = {}

local LIST, JOB = operations.ListOTATaskByJob.params, operations.QueryOTAJob.params

local PLAN = merge(LIST, call_options.PLAN, call_options.PLAN_OF_TASKS)
local OF_FIRMWARE, OF_DEVICE = operations.ListOTAJobByFirmware.params, operations.ListOTAJobByDevice.params

--- By the method of a client: what the table holds that it is given.
---@type table<string, table<string, any>>
takes.METHODS = {
  tasks = merge(LIST, call_options.TASKS), pages = merge(LIST, call_options.PAGES),
  devices = merge(JOB, {DeviceNames = true}, call_options.DEVICES), summary = merge(JOB, call_options.CALL),
  watch = merge(JOB, call_options.WATCH), wait = merge(JOB, call_options.WAIT), job = merge(JOB, call_options.CALL),
  jobs = merge(OF_FIRMWARE, OF_DEVICE, call_options.JOBS), board = call_options.CALL,
  plan_retry = PLAN, plan_confirm = PLAN, plan_cancel = merge(PLAN, operations.CancelOTATaskByJob.params),
  resume_plan = {journal = true, text = true},
}
takes.METHODS.jobs.CurrentPage = nil
for action, row in pairs(operations) do takes.METHODS[method_name(action)] = merge(row.params, call_options.CALL) end

return takes
