-- What the methods of a client take in a table: parameters of the service, and options of ours.
local call_options = require "aliota.client.call_options"
local operations = require "aliota.api.operations"

local takes = {}

local LIST, JOB = operations.ListOTATaskByJob.params, operations.QueryOTAJob.params

--- All members of several tables in one.
---@param ... table
---@return table
function takes.union(...)
  local all = {}
  for _, set in ipairs {...} do
    for name, value in pairs(set) do all[name] = value end
  end
  return all
end

local union = takes.union

local PLAN = union(LIST, call_options.PLAN, call_options.PLAN_OF_TASKS)
local OF_FIRMWARE, OF_DEVICE = operations.ListOTAJobByFirmware.params, operations.ListOTAJobByDevice.params

--- By the method of a client: what the table holds that it is given.
---@type table<string, table<string, any>>
takes.METHODS = {
  tasks = union(LIST, call_options.TASKS), pages = union(LIST, call_options.PAGES),
  devices = union(JOB, {DeviceNames = true}, call_options.DEVICES), summary = union(JOB, call_options.CALL),
  watch = union(JOB, call_options.WATCH), wait = union(JOB, call_options.WAIT), job = union(JOB, call_options.CALL),
  jobs = union(OF_FIRMWARE, OF_DEVICE, call_options.JOBS), board = call_options.CALL,
  plan_retry = PLAN, plan_confirm = PLAN, plan_cancel = union(PLAN, operations.CancelOTATaskByJob.params),
  resume_plan = {journal = true, text = true},
}
takes.METHODS.jobs.CurrentPage = nil
for _, row in pairs(operations) do takes.METHODS[row.method_name] = union(row.params, call_options.CALL) end

return takes
