-- ListOTATaskByJob: the tasks of an update batch, by page or by device name.

local find = require "aliota.sandbox.operations.find"
local json = require "aliota.sandbox.json_body"
local page = require "aliota.sandbox.operations.paging"
local read = require "aliota.sandbox.operations.read"
local refusal = require "aliota.sandbox.refusal"
local task_status = require "aliota.sandbox.world.life"

local DEFAULT_PAGE_SIZE = 10 -- ListOTATaskByJob, PageSize: the example value; that it is the default is an assumption
local MAX_WINDOW = 100000 -- ListOTATaskByJob, PageSize: CurrentPage x PageSize
local MAX_DEVICE_NAMES = 50 -- ListOTATaskByJob, DeviceNames.N

local function page_of(parameters)
  local number, size = read.page(parameters, DEFAULT_PAGE_SIZE)
  if number > MAX_WINDOW / size then -- a product could overflow
    refusal.business("iot.common.InvalidPageParams", "CurrentPage x PageSize must not exceed 100000.")
  end
  return number, size
end

local function answer(batch, tasks, total, number, size)
  local rows = batch.rows
  local members = page.answer(total, number, size)
  members.Data = {SimpleOTATaskInfo = json.rows(
    function() return rows:list(tasks) end,
    function(before, after) return rows:list_text(tasks, before, after) end
  )}
  return members
end

-- In the order of the batch. Whether unknown names are an error, and whether TaskStatus counts as well, the vendor
-- leaves open: `unknown_device_names` and `status_filters_names`.
local function tasks_of_names(world, batch, names, status)
  local tasks, is_listed = {}, {}
  for _, name in ipairs(names) do
    local task = batch:find(name)
    if not task and world.options.unknown_device_names == "error" then
      refusal.business("iot.device.NotExistedDevice", "A device of DeviceNames is not in the update batch.")
    end
    if task and not is_listed[task] and (not status or batch.tasks.status[task] == status) then
      tasks[#tasks + 1] = task
      is_listed[task] = true
    end
  end
  table.sort(tasks)
  return tasks
end

-- Of what Total is, and whether pages are cut after all, is as open: `total_with_names` and `pages_of_names`.
local function answer_names(world, parameters, batch, names, status)
  local options, number, size = world.options, 1, #names
  if options.pages_of_names == "many" then number, size = page_of(parameters) end
  local tasks, cut = tasks_of_names(world, batch, names, status), {}
  for i = (number - 1) * size + 1, math.min(number * size, #tasks) do cut[#cut + 1] = tasks[i] end
  return answer(batch, cut, options.total_with_names == "batch" and batch.tasks.size or #tasks, number, size)
end

local function answer_page(world, batch, number, size, status)
  local total = batch.tasks:count(status)
  page.check_end(world, total, number, size)
  return answer(batch, batch.tasks:page(status, (number - 1) * size + 1, size), total, number, size)
end

---@type Operation
return {
  parameters = {"JobId", "CurrentPage", "PageSize", "TaskStatus"},
  required = {"JobId"},
  answer = function(world, parameters)
    local status = task_status.CODES[read.one_of(parameters, "TaskStatus", task_status.NAMES)]
    -- ListOTATaskByJob, DeviceNames.N: the names win.
    local names = read.list(parameters, "DeviceNames", MAX_DEVICE_NAMES)
    if names then
      if not world.options.status_filters_names then status = nil end
      return answer_names(world, parameters, find.batch(world, parameters.JobId), names, status)
    end
    local number, size = page_of(parameters)
    return answer_page(world, find.batch(world, parameters.JobId), number, size, status)
  end,
}
