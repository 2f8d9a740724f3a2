-- The operations that create an update batch.

local batch_settings = require "aliota.sandbox.operations.batch_settings"
local dates = require "aliota.sandbox.world.dates"
local find = require "aliota.sandbox.operations.find"
local package_status = require "aliota.sandbox.world.package_status"
local read = require "aliota.sandbox.operations.read"
local refusal = require "aliota.sandbox.refusal"
local targets = require "aliota.sandbox.world.targets"

local refuse = batch_settings.refuse

local MAX_TARGETS = 200 -- CreateOTAStaticUpgradeJob, TargetDeviceName.N
local MAX_VERIFY_TARGETS = 10 -- CreateOTAVerifyJob, TargetDeviceName.N
local MINUTE, HOUR, DAY = 60 * 1000, 3600 * 1000, 24 * 3600 * 1000

-- The package has to be one for the product.
local function package_and_product(world, parameters)
  local product, package = find.product(world, parameters.ProductKey), find.package(world, parameters.FirmwareId)
  return package, product
end

-- A package that needs verification has to pass it first (CreateOTAFirmware, NeedToVerify); the code is an assumption.
local function check_verified(package)
  local status = package_status.of(package)
  if status ~= package_status.NOT_NEEDED and status ~= package_status.VERIFIED then
    refusal.business("iot.ota.FirmwareNotVerified", "The update package has not been verified.")
  end
end

local function begin(world, package, settings, devices)
  local batch = world:add_batch {package = package, settings = settings}
  world:begin(batch, devices)
  return batch, {Data = {JobId = batch.id, UtcCreate = dates.text(batch.created)}}
end

local function target_devices(product, parameters, most)
  local names = read.list(parameters, "TargetDeviceName", most)
  local devices = names and targets.of_names(product, names)
  if names and not devices then
    refusal.business("iot.device.NotExistedDevice", "A device of TargetDeviceName does not exist.")
  end
  return devices
end

local function specific_devices(world, product, parameters)
  local devices, url = target_devices(product, parameters, MAX_TARGETS), parameters.DnListFileUrl
  if devices and url then refuse("TargetDeviceName and DnListFileUrl exclude each other.") end
  if not url then return devices end
  -- CreateOTAStaticUpgradeJob, DnListFileUrl: what GenerateDeviceNameListURL handed out.
  local upload = world.uploads[url]
  if not upload or upload.kind ~= "device_names" then
    refuse("DnListFileUrl must come from GenerateDeviceNameListURL.")
  end
  -- A file that nobody filled stands for all devices: nothing can be sent to the storage that the URL names.
  return upload.names and targets.of_names(product, upload.names), not upload.names
end

local function gray_percent(parameters)
  local text = parameters.GrayPercent
  local percent = text and text:find("^%d+%.?%d?%d?%d?$") and tonumber(text)
  if not percent or percent <= 0 or percent > 100 then
    refuse("GrayPercent must be a percentage with at most 3 decimals.")
  end
  return text
end

-- What each TargetSelection needs. Returns the devices, nil for all.
local function read_selection(world, product, parameters, settings)
  local selection = read.one_of(parameters, "TargetSelection", {"ALL", "SPECIFIC", "GRAY", "GROUP"})
  settings.TargetSelection = selection
  if selection == "SPECIFIC" then
    local devices, all = specific_devices(world, product, parameters)
    if not devices and not all then refuse("SPECIFIC needs TargetDeviceName or DnListFileUrl.") end
    return devices
  elseif selection == "GRAY" then
    settings.GrayPercent = gray_percent(parameters)
  elseif selection == "GROUP" and not settings.GroupId then
    refuse("GROUP needs a GroupId.")
  end
  return nil
end

local function check_distance(name, distance, least, most)
  if distance < least or distance > most then refuse(name .. " is too early or too late.") end
end

-- CreateOTAStaticUpgradeJob, ScheduleTime and ScheduleFinishTime.
local function read_schedule(world, parameters, settings)
  local start, finish = read.integer(parameters, "ScheduleTime"), read.integer(parameters, "ScheduleFinishTime")
  if start then check_distance("ScheduleTime", start - world:milliseconds(), 5 * MINUTE, 7 * DAY) end
  if finish and not start then refuse("ScheduleFinishTime needs a ScheduleTime.") end
  if finish then check_distance("ScheduleFinishTime", finish - start, HOUR, 30 * DAY) end
  settings.ScheduleTime, settings.ScheduleFinishTime = start, finish
end

local function create_static(world, parameters)
  local package, product = package_and_product(world, parameters)
  local settings = batch_settings.upgrade(product, parameters, "LINK_PLATFORM")
  settings.SelectionType = "STATIC"
  local devices = read_selection(world, product, parameters, settings)
  read_schedule(world, parameters, settings)
  check_verified(package)
  local _, answer = begin(world, package, settings, devices)
  return answer
end

local function create_dynamic(world, parameters)
  local package, product = package_and_product(world, parameters)
  local settings = batch_settings.upgrade(product, parameters, "LINK_PLATFORM_DYNAMIC")
  settings.SelectionType = "DYNAMIC"
  settings.TargetSelection = settings.GroupId and "GROUP" or "ALL"
  settings.DynamicMode = read.integer_of(parameters, "DynamicMode", {1, 2}) or 1
  check_verified(package)
  local _, answer = begin(world, package, settings)
  return answer
end

local function create_verify(world, parameters)
  local package, product = package_and_product(world, parameters)
  local settings = batch_settings.common(parameters)
  settings.JobType = "VERFIY_FIRMWARE" -- as the vendor spells it: QueryOTAJob, JobType
  settings.SelectionType, settings.TargetSelection, settings.OverwriteMode = "STATIC", "SPECIFIC", 2
  local batch, answer = begin(world, package, settings, target_devices(product, parameters, MAX_VERIFY_TARGETS))
  package.verification = batch
  return answer
end

local UPGRADE = {
  "FirmwareId", "ProductKey", "DownloadProtocol", "GroupId", "GroupType", "MaximumPerMinute", "MultiModuleMode",
  "NeedConfirm", "NeedPush", "OverwriteMode", "RetryCount", "RetryInterval", "TimeoutInMinutes",
}

local function and_also(...)
  local names = {...}
  for _, name in ipairs(UPGRADE) do names[#names + 1] = name end
  return names
end

---@type table<string, Operation>
return {
  CreateOTAStaticUpgradeJob = {
    parameters = and_also("TargetSelection", "DnListFileUrl", "GrayPercent", "ScheduleTime", "ScheduleFinishTime"),
    required = {"FirmwareId", "ProductKey", "TargetSelection"},
    answer = create_static,
  },
  CreateOTADynamicUpgradeJob = {
    parameters = and_also("DynamicMode"), required = {"FirmwareId", "ProductKey"}, answer = create_dynamic,
  },
  CreateOTAVerifyJob = {
    parameters = {"FirmwareId", "ProductKey", "DownloadProtocol", "NeedConfirm", "NeedPush", "TimeoutInMinutes"},
    required = {"FirmwareId", "ProductKey", "TargetDeviceName.N"},
    answer = create_verify,
  },
}
