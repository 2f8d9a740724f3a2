-- Reads the request parameters that operations on batches share.

local read = require "aliota.sandbox.operations.read"
local refusal = require "aliota.sandbox.refusal"

local batch_settings = {}

local MAX_SOURCE_VERSIONS = 10 -- CreateOTAStaticUpgradeJob, SrcVersion.N
local MAX_TAGS, MAX_TAG_KEY, MAX_TAG_VALUE, MAX_TAG_TEXT = 10, 30, 1024, 4096 -- CreateOTAStaticUpgradeJob, Tag.N

local function refuse(message)
  refusal.business("iot.common.InvalidFormattedParameter", message)
end
batch_settings.refuse = refuse

-- Characters of UTF-8.
local function length(text)
  return select(2, text:gsub("[^\128-\191]", ""))
end

local function check_tag(name, tag)
  if not tag.Key then refusal.missing(name .. ".Key") end
  if not tag.Value then refusal.missing(name .. ".Value") end
  if length(tag.Key) > MAX_TAG_KEY or not tag.Key:find("^[A-Za-z%d.]+$") then
    refuse(name .. ".Key must be 1 to 30 letters, digits and dots.")
  elseif length(tag.Value) > MAX_TAG_VALUE then
    refuse(name .. ".Value must be 1 to 1024 characters long.")
  end
end

---@param parameters table<string, string>
---@param name string `Tag`, or `Tags` in UpdateOTAJob
---@return {Key: string, Value: string}[]?
function batch_settings.tags(parameters, name)
  local tags, total = read.records(parameters, name, MAX_TAGS, {"Key", "Value"}), 0
  for position, tag in ipairs(tags or {}) do
    check_tag(("%s.%d"):format(name, position), tag)
    total = total + length(tag.Key) + length(tag.Value)
  end
  if total > MAX_TAG_TEXT then refuse(name .. " must not exceed 4096 characters in all.") end
  return tags
end

---@param parameters table<string, string>
---@param name string `SrcVersion`, or `SrcVersionList` in UpdateOTAJob
---@return string[]?
function batch_settings.source_versions(parameters, name)
  return read.list(parameters, name, MAX_SOURCE_VERSIONS)
end

---@param parameters table<string, string>
---@return integer?
function batch_settings.timeout(parameters)
  return read.integer_from(parameters, "TimeoutInMinutes", 1, 1440)
end

---@param parameters table<string, string>
---@return integer?
function batch_settings.per_minute(parameters)
  return read.integer_from(parameters, "MaximumPerMinute", 10, 10000)
end

local function or_default(value, default)
  if value == nil then return default end
  return value
end

--- What all three operations that create a batch take. The defaults are those of the vendor's pages, except
--- NeedConfirm and MultiModuleMode, which are assumptions.
---@param parameters table<string, string>
---@return table settings
function batch_settings.common(parameters)
  return {
    NeedPush = or_default(read.boolean(parameters, "NeedPush"), true),
    NeedConfirm = or_default(read.boolean(parameters, "NeedConfirm"), false),
    DownloadProtocol = read.one_of(parameters, "DownloadProtocol", {"HTTPS", "MQTT"}) or "HTTPS",
    TimeoutInMinutes = batch_settings.timeout(parameters),
    MultiModuleMode = false,
    Tags = batch_settings.tags(parameters, "Tag"),
  }
end

-- That a retry needs an interval no more than an interval a count is an assumption.
local function read_retries(parameters, settings)
  settings.RetryCount = read.integer_of(parameters, "RetryCount", {1, 2, 5})
  settings.RetryInterval = read.integer_of(parameters, "RetryInterval", {0, 10, 30, 60, 1440})
  if settings.RetryInterval and not settings.RetryCount then refuse("RetryInterval needs a RetryCount.") end
  if settings.RetryCount then settings.RetryInterval = settings.RetryInterval or 0 end
end

local function read_group(product, parameters, settings, group_type)
  local requested_type = read.one_of(parameters, "GroupType", {"LINK_PLATFORM", "LINK_PLATFORM_DYNAMIC"})
  local group = product.groups[parameters.GroupId]
  if parameters.GroupId and not group then
    refusal.business("iot.group.NotExistedGroup", "The group does not exist.")
  elseif requested_type and requested_type ~= group_type then
    refuse("GroupType must be " .. group_type .. " here.")
  end
  settings.GroupId, settings.GroupName, settings.GroupType = parameters.GroupId, group and group.name, requested_type
end

--- What the operations that create a static or dynamic batch take in common.
---@param product table
---@param parameters table<string, string>
---@param group_type string the GroupType that fits
---@return table settings
function batch_settings.upgrade(product, parameters, group_type)
  local settings = batch_settings.common(parameters)
  settings.JobType = "UPGRADE_FIRMWARE"
  settings.MaximumPerMinute = batch_settings.per_minute(parameters)
  settings.OverwriteMode = read.integer_of(parameters, "OverwriteMode", {1, 2}) or 1
  settings.MultiModuleMode = or_default(read.boolean(parameters, "MultiModuleMode"), false)
  settings.SrcVersion = batch_settings.source_versions(parameters, "SrcVersion")
  read_retries(parameters, settings)
  read_group(product, parameters, settings, group_type)
  return settings
end

return batch_settings
