-- ListOTATaskByJob: the tasks of an update batch, by page or by device name.

local batch = require "aliota.sandbox.batch"
local json = require "aliota.sandbox.json"
local refusal = require "aliota.sandbox.refusal"

local DEFAULT_PAGE_SIZE = 10
local MAX_PAGE_SIZE = 100
local MAX_WINDOW = 100000 -- CurrentPage x PageSize
local MAX_DEVICE_NAMES = 50

local function integer(parameters, name, default)
  local text = parameters[name]
  if not text then return default end
  if not text:find("^-?%d+$") then
    refusal.business("iot.common.InvalidFormattedParameter", name .. " must be an integer.")
  end
  return tonumber(text)
end

local function page_of(parameters)
  local size = integer(parameters, "PageSize", DEFAULT_PAGE_SIZE)
  local number = integer(parameters, "CurrentPage", 1)
  if size < 1 or size > MAX_PAGE_SIZE then
    refusal.business("iot.common.InvalidPageParams", "PageSize must be from 1 to 100.")
  elseif number < 1 then
    refusal.business("iot.common.InvalidPageParams", "CurrentPage must be at least 1.")
  elseif number > MAX_WINDOW / size then -- a product could overflow
    refusal.business("iot.common.InvalidPageParams", "CurrentPage x PageSize must not exceed 100000.")
  end
  return number, size
end

local function device_names_of(parameters)
  local names, count = {}, 0
  for parameter, name in pairs(parameters) do
    if parameter:find("^DeviceNames%.[1-9]%d*$") then
      count = count + 1
      names[name] = true
    end
  end
  if count > MAX_DEVICE_NAMES then
    refusal.business("iot.check.ParameterIsNotLessThanMax", "DeviceNames must not exceed 50 names.")
  end
  return count > 0 and names or nil, count
end

local function status_of(parameters)
  local status = parameters.TaskStatus
  if status and not batch.STATUSES[status] then
    refusal.business("iot.common.InvalidFormattedParameter", "TaskStatus is not a status of an update task.")
  end
  return status
end

local function find_batch(world, job_id)
  if world.batch.job_id ~= job_id then
    -- An assumption: no list of the iot.ota codes is public.
    refusal.business("iot.ota.JobNotFound", "The update batch does not exist.")
  end
  return world.batch
end

local function answer(tasks, total, number, size)
  return {
    Total = total,
    CurrentPage = number,
    PageSize = size,
    PageCount = math.ceil(total / size),
    Data = {SimpleOTATaskInfo = json.list(tasks)},
  }
end

-- In the order of the batch. Names that are not in it are left out, which the documentation leaves open.
local function answer_names(found, names, count, status)
  local indices = {}
  for name in pairs(names) do
    local index = found:find(name)
    if index and (not status or found:status(index) == status) then indices[#indices + 1] = index end
  end
  table.sort(indices)
  local tasks = {}
  for i, index in ipairs(indices) do tasks[i] = found:task(index) end
  return answer(tasks, #tasks, 1, count)
end

local function answer_page(found, number, size, status)
  local indices = status and found:with_status(status)
  local total = indices and #indices or found.size
  local tasks = {}
  for position = (number - 1) * size + 1, math.min(number * size, total) do
    tasks[#tasks + 1] = found:task(indices and indices[position] or position)
  end
  return answer(tasks, total, number, size)
end

---@type Operation
return {
  parameters = {"JobId", "CurrentPage", "PageSize", "TaskStatus"},
  required = {"JobId"},
  answer = function(world, parameters)
    local status = status_of(parameters)
    -- ListOTATaskByJob, DeviceNames.N: the names win, PageSize and CurrentPage are not even looked at.
    local names, count = device_names_of(parameters)
    if names then return answer_names(find_batch(world, parameters.JobId), names, count, status) end
    local number, size = page_of(parameters)
    return answer_page(find_batch(world, parameters.JobId), number, size, status)
  end,
}
