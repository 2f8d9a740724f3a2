-- ListOTAUnfinishedTaskByDevice: what still lies before one device, in all batches.

local find = require "aliota.sandbox.operations.find"
local json = require "aliota.sandbox.json_body"
local read = require "aliota.sandbox.operations.read"
local refusal = require "aliota.sandbox.refusal"
local task_status = require "aliota.sandbox.world.life"

local UNFINISHED = task_status.OPEN_NAMES

-- ListOTAUnfinishedTaskByDevice, TaskStatus and TaskStatusList.N: exactly one of them.
local function statuses_of(parameters)
  local one = read.one_of(parameters, "TaskStatus", UNFINISHED)
  local several = read.list_of(parameters, "TaskStatusList", #UNFINISHED, UNFINISHED)
  if (one == nil) == (several == nil) then
    refusal.business("iot.common.InvalidFormattedParameter", "Either TaskStatus or TaskStatusList is needed.")
  end
  local statuses = {}
  for _, name in ipairs(several or {one}) do statuses[task_status.CODES[name]] = true end
  return statuses
end

-- The reply has ModuleName, and no Progress, TaskDesc and Timeout.
local function show(batch, task)
  local row = batch.rows:row(task)
  row.Progress, row.TaskDesc, row.Timeout = nil, nil, nil
  row.ModuleName = batch.package.ModuleName
  return row
end

local function list(world, parameters)
  local device = find.device_of(world, parameters)
  local statuses, rows = statuses_of(parameters), {}
  for batch in world:each_batch() do
    local task = batch.tasks:of_device(device)
    local module_fits = not parameters.ModuleName or parameters.ModuleName == batch.package.ModuleName
    if task and module_fits and statuses[batch.tasks.status[task]] then rows[#rows + 1] = show(batch, task) end
  end
  return {Data = {SimpleOTATaskInfo = json.list(rows)}}
end

---@type table<string, Operation>
return {
  ListOTAUnfinishedTaskByDevice = {
    parameters = {"IotId", "ProductKey", "DeviceName", "ModuleName", "TaskStatus"}, required = {}, answer = list,
  },
}
