-- What is looked at before a rollout is planned: whether its package may be rolled out, which of the devices that it
-- names have a version that it can't follow, and which have other open tasks, so that their new ones would fail.
local Call = require "aliota.call"
local devices = require "aliota.listing.devices"
local errors = require "aliota.api.errors"
local listing = require "aliota.listing"
local operations = require "aliota.api.operations"
local parameters = require "aliota.api.parameters"
local rows = require "aliota.listing.rows"
local source = require "aliota.call.source"
local task_status = require "aliota.api.task_status"

local preconditions = {}

local LIST, QUERY, PACKAGES = operations.ListOTATaskByJob, operations.QueryOTAFirmware, operations.ListOTAFirmware
local VERSIONS = operations.ListOTAModuleVersionsByDevice

-- QueryOTAFirmware, Status: why a package can't be rolled out, but for the values -1 (it needs no verification) and 1
-- (it is verified).
local UNVERIFIED = {
  [0] = "it has not been verified (CreateOTAVerifyJob)", [2] = "its verification is not over",
  [3] = "its verification has failed",
}
local DELTA = 1 -- QueryOTAFirmware, Type

---@class aliota.RolloutPackage  what a rollout keeps of QueryOTAFirmware's FirmwareInfo
---@field FirmwareName string|nil
---@field DestVersion string|nil
---@field ModuleName string|nil

---@class aliota.BusyDevices  those with open tasks of other batches
---@field count integer      of the named devices, or where waves are for shares of all, of all
---@field names string[]     some of them
---@field JobIds string[]    of these batches

-- The package --------------------------------------------------------------------------------------------------------

local function package_of(response)
  local package = response.FirmwareInfo
  if type(package) == "table" then return package end
  return nil, errors.new {kind = "decode", action = QUERY.name, message = "the answer has no package in it"}
end

local function has(list, value)
  for _, each in ipairs(list or {}) do
    if each == value then return true end
  end
  return false
end

local function is_given(text) return type(text) == "string" and text ~= "" end

-- Which versions the package can follow.
local function problem_with_versions(package, versions)
  if has(versions, package.DestVersion) then
    return ("SrcVersion has %s, which is the version that the package leads to"):format(package.DestVersion)
  end
  local from = package.Type == DELTA and is_given(package.SrcVersion) and package.SrcVersion
  for _, version in ipairs(from and versions or {}) do
    if version ~= from then return ("it leads from %s alone, and SrcVersion has %s"):format(from, version) end
  end
end

local function problem_with(package, params)
  if not is_given(params.ProductKey) then return "it names no product; give ProductKey" end
  if is_given(package.ProductKey) and package.ProductKey ~= params.ProductKey then
    return ("it is of the product %s, not %s"):format(package.ProductKey, params.ProductKey)
  end
  return UNVERIFIED[package.Status] or problem_with_versions(package, params.SrcVersion)
end

-- Not its address, which lets whoever has it download it.
local function kept(package)
  local copy = {}
  for _, name in ipairs {"FirmwareName", "DestVersion", "ModuleName"} do
    copy[name] = type(package[name]) == "string" and package[name] or nil
  end
  return copy
end

-- One call, whose answer `accept` makes something of.
local function ask(account, operation, params, limits, accept)
  return Call.new(account, operation, assert(parameters(operation, params)), {
    deadline = limits.deadline, seconds = limits.seconds, cancel = limits.cancel, nulls_absent = true, lenient = true,
    accept = accept,
  }):await()
end

--- The package, if it may be rolled out.
---@param account aliota.Account
---@param params table  of the rollout; where they name no product, they get the package's
---@param limits aliota.CallOptions
---@return aliota.RolloutPackage|nil
---@return aliota.Error|nil
function preconditions.package(account, params, limits)
  local query = {FirmwareId = params.FirmwareId, IotInstanceId = params.IotInstanceId}
  local package, err = ask(account, QUERY, query, limits, package_of)
  if not package then return nil, err end
  params.ProductKey = params.ProductKey or package.ProductKey
  local problem = problem_with(package, params)
  if not problem then return kept(package) end
  return nil, errors.new {
    code = "PackageUnfit", message = ("the package %s can't be rolled out: %s"):format(params.FirmwareId, problem),
  }
end

-- The versions of named devices --------------------------------------------------------------------------------------

local MOST_LOOKED_AT = 200 -- devices: it takes a call for each

---@class aliota.PassedOver  named devices that the service passes over, as their version is not one to follow
---@field count integer|nil  nil: these are too many to be looked at
---@field names string[]     some of them

local function modules_of(response)
  local data = response.Data
  local list = type(data) == "table" and data.SimpleOTAModuleInfo
  return type(list) == "table" and list or {}
end

-- Whether a device can't be updated from what it has. One that has told no version may be.
local function is_passed_over(modules, package, versions)
  for _, module in ipairs(modules) do
    if module.ModuleName == package.ModuleName then
      local version = module.ModuleVersion
      return version == package.DestVersion or versions ~= nil and not has(versions, version)
    end
  end
  return false
end

--- Looks at the versions of named devices.
---@param account aliota.Account
---@param params table  of the rollout
---@param package aliota.RolloutPackage
---@param names string[]
---@param limits aliota.CallOptions
---@return aliota.PassedOver|nil
---@return aliota.Error|nil  also of a device that there is not
function preconditions.versions(account, params, package, names, limits)
  if #names > MOST_LOOKED_AT then return {names = {}} end
  local unfit = {count = 0, names = {}}
  for _, name in ipairs(names) do
    local modules, err = ask(account, VERSIONS, {
      ProductKey = params.ProductKey, DeviceName = name, CurrentPage = 1, PageSize = LIST.params.PageSize.max,
      IotInstanceId = params.IotInstanceId,
    }, limits, modules_of)
    if not modules then return nil, err end
    if is_passed_over(modules, package, params.SrcVersion) then
      unfit.count = unfit.count + 1
      unfit.names[unfit.count] = name
    end
  end
  return unfit
end

-- Other tasks --------------------------------------------------------------------------------------------------------

---@class aliota.BusyLook
---@field source_of fun(operation: aliota.Operation, params: table): aliota.Source
---@field params table  of the rollout
local Look = {}
Look.__index = Look

function Look:rows_of(operation, params)
  params.IotInstanceId, params.PageSize, params.CurrentPage = self.params.IotInstanceId, LIST.params.PageSize.max, 1
  return rows(self.source_of(operation, params), params, {}):collect()
end

-- A device has a task of its own for each module.
function Look:packages(module)
  local list, err = self:rows_of(PACKAGES, {ProductKey = self.params.ProductKey})
  if not list then return nil, err end
  local ids = {}
  for _, package in ipairs(list) do
    if package.ModuleName == module then ids[#ids + 1] = package.FirmwareId end
  end
  return ids
end

local ENDED = {COMPLETED = true, CANCELED = true}

-- The batches that have open tasks, for all that they say.
function Look:jobs(package_ids)
  local ids = {}
  for _, id in ipairs(package_ids) do
    local list, err = self:rows_of(operations.ListOTAJobByFirmware, {FirmwareId = id})
    if not list then return nil, err end
    for _, job in ipairs(list) do
      if not ENDED[job.JobStatus] then ids[#ids + 1] = job.JobId end
    end
  end
  return ids
end

-- The open tasks of named devices.
function Look:add_named(busy, job_id, names)
  local params = {JobId = job_id, IotInstanceId = self.params.IotInstanceId}
  local found = devices.list(self.source_of(LIST, params), {JobId = job_id, DeviceNames = names}, {})
  while true do
    local name, task = found:next()
    if name == nil then return not task, task end
    if task and task_status.IS_OPEN[task.TaskStatus] then
      busy.count = busy.count + 1
      busy.names[#busy.names + 1] = name
    end
  end
end

-- How many open tasks there are, and the devices of the first.
function Look:add_all(busy, job_id)
  for _, status in ipairs(task_status.OPEN) do
    local params = listing.with_paging {
      JobId = job_id, TaskStatus = status, IotInstanceId = self.params.IotInstanceId,
    }
    local pages = listing.pages(self.source_of(LIST, params), params, {})
    local page, err = pages:next()
    pages:close()
    if err then return nil, err end
    busy.count = busy.count + (page and page.Total or 0)
    for _, task in ipairs(page and page.tasks or {}) do busy.names[#busy.names + 1] = task.DeviceName end
  end
  return true
end

local MOST_NAMES = 100 -- that are kept

-- What the batches have, and which of them have any.
function Look:sum(job_ids, names)
  local busy = {count = 0, names = {}, JobIds = {}}
  for _, job_id in ipairs(job_ids) do
    local before = busy.count
    local ok, err = self[names and "add_named" or "add_all"](self, busy, job_id, names)
    if not ok then return nil, err end
    if busy.count > before then busy.JobIds[#busy.JobIds + 1] = job_id end
  end
  for i = #busy.names, MOST_NAMES + 1, -1 do busy.names[i] = nil end
  return busy
end

--- The devices that have open tasks of other batches, for the same module.
---@param account aliota.Account
---@param params table  of the rollout
---@param package aliota.RolloutPackage
---@param names string[]|nil  of its devices; nil: it may be for any
---@param limits aliota.CallOptions
---@return aliota.BusyDevices|nil
---@return aliota.Error|nil
function preconditions.busy(account, params, package, names, limits)
  local look = setmetatable({params = params, source_of = function(operation, asked)
    return source.new(account, operation, assert(parameters(operation, asked)), {}, function() return limits end)
  end}, Look)
  local packages, err = look:packages(package.ModuleName)
  local jobs
  if packages then jobs, err = look:jobs(packages) end
  if not jobs then return nil, err end
  return look:sum(jobs, names)
end

return preconditions
