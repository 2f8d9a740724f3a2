-- The operations that change tasks. A call with one bad task changes none, which is an assumption.

local find = require "aliota.sandbox.operations.find"
local read = require "aliota.sandbox.operations.read"
local refusal = require "aliota.sandbox.refusal"
local task_status = require "aliota.sandbox.world.life"

local CODES = task_status.CODES
local MAX_TASK_IDS = 10 -- ConfirmOTATask and ReupgradeOTATask, TaskId.N
local MAX_DEVICE_NAMES = 200 -- CancelOTATaskByDevice, DeviceName.N
local CANCELED_BY_USER = "task canceled by user"
local SOME = 50 -- tasks

-- Whether the tasks that are named exist; which of them, and in which batch.
local function tasks_of(world, parameters)
  local tasks, is_listed = {}, {}
  for _, id in ipairs(read.list(parameters, "TaskId", MAX_TASK_IDS)) do
    local batch, task = world:find_task(id)
    if not batch then refusal.business("iot.ota.TaskNotFound", "An update task of TaskId does not exist.") end
    if not is_listed[id] then tasks[#tasks + 1] = {batch = batch, task = task} end
    is_listed[id] = true
  end
  return tasks
end

-- That the code is this one is an assumption.
local function wrong_status(message)
  refusal.business("iot.ota.InvalidTaskStatus", message)
end

local function confirm(world, parameters)
  local tasks = tasks_of(world, parameters)
  for _, entry in ipairs(tasks) do
    if entry.batch.tasks.status[entry.task] ~= CODES.CONFIRM then wrong_status("A task is not to be confirmed.") end
  end
  for _, entry in ipairs(tasks) do entry.batch:confirm(entry.task, world:milliseconds()) end
  return {}
end

-- ReupgradeOTATask, TaskId.N: only failed or cancelled tasks.
local function reupgrade(world, parameters)
  local batch = find.batch(world, parameters.JobId)
  local tasks = tasks_of(world, parameters)
  for _, entry in ipairs(tasks) do
    if entry.batch ~= batch then
      refusal.business("iot.ota.TaskNotFound", "An update task of TaskId is not in the update batch.")
    elseif not batch:is_lost(entry.task) then
      wrong_status("Only tasks that failed or were cancelled can be upgraded again.")
    end
  end
  for _, entry in ipairs(tasks) do batch:reupgrade(entry.task, world:milliseconds()) end
  return {}
end

-- CancelOTATaskByDevice, DeviceName.N: so many different names.
local function devices_of(product, parameters)
  local devices, is_listed = {}, {}
  for _, name in ipairs(read.list(parameters, "DeviceName", math.huge)) do
    if not is_listed[name] then devices[#devices + 1] = find.device(product, name) end
    is_listed[name] = true
  end
  read.check_count("DeviceName", #devices, MAX_DEVICE_NAMES)
  return devices
end

-- "Pending" is taken for what no device has begun; an assumption.
local PENDING = {[CODES.CONFIRM] = true, [CODES.QUEUED] = true, [CODES.NOTIFIED] = true}

local function cancel_by_device(world, parameters)
  local package = find.package(world, parameters.FirmwareId)
  local devices = devices_of(find.product(world, parameters.ProductKey), parameters)
  local only = parameters.JobId and find.batch(world, parameters.JobId)
  for batch in world:each_batch() do
    if batch.package == package and (not only or batch == only) then
      for _, device in ipairs(devices) do
        local task = batch.tasks:of_device(device)
        if task and PENDING[batch.tasks.status[task]] then
          batch:cancel(task, world:milliseconds(), CANCELED_BY_USER)
        end
      end
    end
  end
  return {}
end

local SWITCHES = {
  "CancelScheduledTask", "CancelQueuedTask", "CancelInProgressTask", "CancelNotifiedTask", "CancelUnconfirmedTask",
}

local function switches_of(parameters)
  local switches, any = {}, false
  for _, name in ipairs(SWITCHES) do
    switches[name] = read.boolean(parameters, name)
    any = any or switches[name]
  end
  if not any then
    refusal.business("iot.common.InvalidFormattedParameter", "At least one of the Cancel switches must be true.")
  end
  -- CancelOTATaskByJob, CancelUnconfirmedTask: left out, those go with the queued ones.
  if switches.CancelUnconfirmedTask == nil then switches.CancelUnconfirmedTask = switches.CancelQueuedTask end
  return switches
end

-- Tasks of a batch that has yet to begin are scheduled, not queued.
local function cancel_by_job(world, parameters)
  local batch, switches = find.batch(world, parameters.JobId), switches_of(parameters)
  local now, is_planned = world:milliseconds(), batch.status == "PLANNED"
  if is_planned and switches.CancelScheduledTask then
    batch:call_off(now)
    return {}
  end
  local statuses = {}
  if switches.CancelUnconfirmedTask then statuses[#statuses + 1] = CODES.CONFIRM end
  if switches.CancelQueuedTask and not is_planned then statuses[#statuses + 1] = CODES.QUEUED end
  if switches.CancelNotifiedTask then statuses[#statuses + 1] = CODES.NOTIFIED end
  if switches.CancelInProgressTask then statuses[#statuses + 1] = CODES.IN_PROGRESS end
  -- Whether a call reaches all tasks, and what becomes of retries, the vendor leaves open.
  local options = world.options
  batch:cancel_all(statuses, now, CANCELED_BY_USER, {
    most = options.cancel_reach == "some" and SOME or nil, keeps_retries = options.canceled_retries == "kept",
  })
  return {}
end

---@type table<string, Operation>
return {
  ConfirmOTATask = {parameters = {}, required = {"TaskId.N"}, answer = confirm},
  ReupgradeOTATask = {parameters = {"JobId"}, required = {"JobId", "TaskId.N"}, answer = reupgrade},
  CancelOTATaskByDevice = {
    parameters = {"FirmwareId", "ProductKey", "JobId"}, required = {"FirmwareId", "ProductKey", "DeviceName.N"},
    answer = cancel_by_device,
  },
  CancelOTATaskByJob = {
    parameters = {
      "JobId", "CancelScheduledTask", "CancelQueuedTask", "CancelInProgressTask", "CancelNotifiedTask",
      "CancelUnconfirmedTask",
    },
    required = {"JobId"},
    answer = cancel_by_job,
  },
}
