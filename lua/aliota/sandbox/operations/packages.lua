-- The operations on update packages, which the API calls firmware.

local batch_settings = require "aliota.sandbox.operations.batch_settings"
local dates = require "aliota.sandbox.world.dates"
local find = require "aliota.sandbox.operations.find"
local json = require "aliota.sandbox.json_body"
local package_status = require "aliota.sandbox.world.package_status"
local page = require "aliota.sandbox.operations.paging"
local read = require "aliota.sandbox.operations.read"
local refusal = require "aliota.sandbox.refusal"

local MAX_PACKAGES = 500 -- CreateOTAFirmware: so many for an account
local DEFAULT_MODULE = "default"

local TEXTS = {
  "DestVersion", "FirmwareName", "FirmwareDesc", "FirmwareSign", "FirmwareUrl", "ModuleName", "ProductKey",
  "SignMethod", "SrcVersion", "Udi",
}

local function files_of(parameters)
  local files = read.records(parameters, "MultiFiles", math.huge, {"Name", "Url", "FileMd5", "SignValue", "Size"})
  for _, file in ipairs(files or {}) do file.Size = read.integer_from(file, "Size", 0) end
  return files
end

local function check_module(world, members)
  if members.ProductKey then find.product(world, members.ProductKey) end
  if not world.product:module(members.ModuleName) then
    refusal.business("iot.ota.ModuleNotFound", "The OTA module does not exist.") -- the code is an assumption
  end
end

local function members_of(parameters)
  local members = {}
  for _, name in ipairs(TEXTS) do members[name] = parameters[name] end
  members.ModuleName = members.ModuleName or DEFAULT_MODULE
  members.FirmwareSize = read.integer_from(parameters, "FirmwareSize", 0)
  members.Type = read.integer_of(parameters, "Type", {0, 1}) or 0 -- QueryOTAFirmware, Type: full or delta
  members.MultiFiles = files_of(parameters)
  -- That verification is needed unless it is declined is an assumption.
  local verify = read.boolean(parameters, "NeedToVerify") ~= false
  members.Status = verify and package_status.UNVERIFIED or package_status.NOT_NEEDED
  return members
end

local function create(world, parameters)
  local members = members_of(parameters)
  check_module(world, members)
  -- A delta is made for one version: that it must be named is an assumption.
  if members.Type == 1 and not members.SrcVersion then batch_settings.refuse("A delta package needs SrcVersion.") end
  if #world.packages >= MAX_PACKAGES then
    -- The code is an assumption.
    refusal.business("iot.ota.FirmwareCountExceedMax", "An account can have at most 500 update packages.")
  end
  local package = world:add_package(members, world:milliseconds())
  return {Data = {FirmwareId = package.FirmwareId, UtcCreate = dates.text(package.created)}}
end

local function delete(world, parameters)
  world:remove_package(find.package(world, parameters.FirmwareId))
  return {}
end

local function modify(world, parameters)
  find.product(world, parameters.ProductKey)
  local package = find.package(world, parameters.FirmwareId)
  package.FirmwareName = parameters.FirmwareName or package.FirmwareName
  package.FirmwareDesc = parameters.FirmwareDesc or package.FirmwareDesc
  package.Udi = parameters.FirmwareUdi or package.Udi
  package.modified = world:milliseconds()
  return {}
end

local IN_LIST = {
  "DestVersion", "FirmwareDesc", "FirmwareId", "FirmwareName", "FirmwareSign", "ModuleName", "ProductKey",
  "SignMethod", "SrcVersion",
}

-- What is not known of a package is an empty text.
local function in_list(product)
  return function(package)
    local row = {
      FirmwareSize = package.FirmwareSize or 0, Status = package_status.of(package), Type = package.Type,
      ProductName = package.ProductKey and product.name or "", UtcCreate = dates.text(package.created),
      UtcModified = dates.text(package.modified),
    }
    for _, name in ipairs(IN_LIST) do row[name] = package[name] or "" end
    return row
  end
end

local function query(world, parameters)
  local package = find.package(world, parameters.FirmwareId)
  local info = in_list(world.product)(package)
  info.FirmwareUrl, info.Udi = package.FirmwareUrl or "", package.Udi or ""
  info.VerifyProgress = package_status.progress(package)
  -- QueryOTAFirmware, MultiFiles: an array without a wrapper.
  info.MultiFiles = json.list(package.MultiFiles or {})
  return {FirmwareInfo = info}
end

local function list(world, parameters)
  local number, size = read.page(parameters, nil, world.options.list_page_limit)
  if parameters.ProductKey then find.product(world, parameters.ProductKey) end
  local packages = {}
  for _, package in ipairs(world.packages) do
    if (not parameters.ProductKey or package.ProductKey == parameters.ProductKey)
      and (not parameters.DestVersion or package.DestVersion == parameters.DestVersion) then
      packages[#packages + 1] = package
    end
  end
  local members, rows = page.cut(world, packages, number, size, in_list(world.product))
  members.FirmwareInfo = {SimpleFirmwareInfo = rows}
  return members
end

---@type table<string, Operation>
return {
  CreateOTAFirmware = {
    parameters = {"FirmwareName", "DestVersion", "ProductKey", "ModuleName", "Type", "SrcVersion", "NeedToVerify"},
    required = {"DestVersion", "FirmwareName"},
    answer = create,
  },
  DeleteOTAFirmware = {parameters = {"FirmwareId"}, required = {"FirmwareId"}, answer = delete},
  ModifyOTAFirmware = {
    parameters = {"FirmwareId", "ProductKey", "FirmwareName"}, required = {"FirmwareId", "ProductKey"},
    answer = modify,
  },
  QueryOTAFirmware = {parameters = {"FirmwareId"}, required = {"FirmwareId"}, answer = query},
  ListOTAFirmware = {
    parameters = {"CurrentPage", "PageSize", "ProductKey", "DestVersion"}, required = {"CurrentPage", "PageSize"},
    answer = list,
  },
}
