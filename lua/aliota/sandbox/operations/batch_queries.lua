-- The operations that show batches.

local dates = require "aliota.sandbox.world.dates"
local find = require "aliota.sandbox.operations.find"
local json = require "aliota.sandbox.json_body"
local page = require "aliota.sandbox.operations.paging"
local read = require "aliota.sandbox.operations.read"

local function or_null(value)
  if value == nil then return json.null end
  return value
end

local function time(milliseconds)
  return milliseconds and dates.text(milliseconds) or json.null
end

-- What lists and QueryOTAJob have in common.
local function base(batch)
  local settings = batch.settings
  return {
    JobId = batch.id,
    JobStatus = batch.status,
    JobType = settings.JobType,
    FirmwareId = batch.package.FirmwareId,
    ProductKey = batch.product.key,
    SelectionType = settings.SelectionType,
    TargetSelection = settings.TargetSelection,
    Tags = {OtaTagDTO = json.list(settings.Tags or {})},
    UtcCreate = dates.text(batch.created),
    UtcModified = dates.text(batch.modified),
    UtcStartTime = time(batch.started or batch.settings.ScheduleTime),
    UtcEndTime = time(batch.ended),
  }
end

local AS_THEY_ARE = {
  "MaximumPerMinute", "MultiModuleMode", "NeedConfirm", "NeedPush", "OverwriteMode", "RetryCount", "RetryInterval",
  "TimeoutInMinutes", "DynamicMode", "GrayPercent", "GroupId", "GroupName", "DownloadProtocol",
}

local function query(world, parameters)
  local batch = find.batch(world, parameters.JobId)
  local data, settings = base(batch), batch.settings
  for _, name in ipairs(AS_THEY_ARE) do data[name] = or_null(settings[name]) end
  data.DestVersion = batch.package.DestVersion
  data.SrcVersions = {SrcVersion = json.list(settings.SrcVersion or {})}
  data.UtcScheduleTime = time(settings.ScheduleTime)
  data.UtcScheduleFinishTime = time(settings.ScheduleFinishTime)
  -- No operation sets these two.
  data.Name, data.JobDesc = "", ""
  return {Data = data}
end

local LATE = 60 * 1000 -- milliseconds

-- Whether a list has a batch at once the vendor leaves open: `new_batches`.
local function is_listed(world, batch)
  return world.options.new_batches == "listed" or world:milliseconds() - batch.created >= LATE
end

-- In the lists, JobStatus says COMPLETE where QueryOTAJob says COMPLETED (ListOTAJobByFirmware, JobStatus). That may be
-- a slip of the vendor's page: `list_job_status`.
local function in_list(world)
  local is_short = world.options.list_job_status == "complete"
  return function(batch)
    local row = base(batch)
    if is_short and row.JobStatus == "COMPLETED" then row.JobStatus = "COMPLETE" end
    return row
  end
end

local function list(world, parameters, package, device)
  local number, size = read.page(parameters, nil, world.options.list_page_limit)
  local batches = {}
  for batch in world:each_batch() do
    local concerns = batch.package == package and (not device or batch.tasks:of_device(device))
    if concerns and is_listed(world, batch) then batches[#batches + 1] = batch end
  end
  local members, rows = page.cut(world, batches, number, size, in_list(world))
  members.Data = {SimpleOTAJobInfo = rows}
  return members
end

local function list_by_firmware(world, parameters)
  return list(world, parameters, find.package(world, parameters.FirmwareId))
end

local function list_by_device(world, parameters)
  local product = find.product(world, parameters.ProductKey)
  local device = find.device(product, parameters.DeviceName)
  return list(world, parameters, find.package(world, parameters.FirmwareId), device)
end

local BY_FIRMWARE = {"FirmwareId", "CurrentPage", "PageSize"}
local BY_DEVICE = {"ProductKey", "DeviceName", "FirmwareId", "CurrentPage", "PageSize"}

---@type table<string, Operation>
return {
  QueryOTAJob = {parameters = {"JobId"}, required = {"JobId"}, answer = query},
  ListOTAJobByFirmware = {parameters = BY_FIRMWARE, required = BY_FIRMWARE, answer = list_by_firmware},
  ListOTAJobByDevice = {parameters = BY_DEVICE, required = BY_DEVICE, answer = list_by_device},
}
