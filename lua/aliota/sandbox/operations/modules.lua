-- The operations on OTA modules. Codes that begin with iot.ota are assumptions.

local dates = require "aliota.sandbox.world.dates"
local find = require "aliota.sandbox.operations.find"
local json = require "aliota.sandbox.json_body"
local page = require "aliota.sandbox.operations.paging"
local product_kind = require "aliota.sandbox.world.product"
local read = require "aliota.sandbox.operations.read"
local refusal = require "aliota.sandbox.refusal"

local MAX_MODULES = 10 -- CreateOTAModule: so many custom ones for a product

local function create(world, parameters)
  local product = find.product(world, parameters.ProductKey)
  if product:module(parameters.ModuleName) then
    refusal.business("iot.ota.ModuleAlreadyExisted", "The OTA module exists already.")
  elseif #product.modules > MAX_MODULES then -- the default module is not a custom one
    refusal.business("iot.ota.ModuleCountExceedMax", "A product can have at most 10 custom OTA modules.")
  end
  local now = world:milliseconds()
  product.modules[#product.modules + 1] = {
    ModuleName = parameters.ModuleName, AliasName = parameters.AliasName or "", Desc = parameters.Desc or "",
    created = now, modified = now,
  }
  return {}
end

local function module_of(world, parameters)
  local product = find.product(world, parameters.ProductKey)
  local module, position = product:module(parameters.ModuleName)
  if not module then refusal.business("iot.ota.ModuleNotFound", "The OTA module does not exist.") end
  return module, product, position
end

local function update(world, parameters)
  local module = module_of(world, parameters)
  module.AliasName = parameters.AliasName or module.AliasName
  module.Desc = parameters.Desc or module.Desc
  module.modified = world:milliseconds()
  return {}
end

-- That the default module stays is an assumption.
local function delete(world, parameters)
  local module, product, position = module_of(world, parameters)
  if module.ModuleName == product_kind.DEFAULT_MODULE then
    refusal.business("iot.ota.ModuleNotFound", "The default OTA module can't be deleted.")
  end
  table.remove(product.modules, position)
  product.versions[module.ModuleName] = nil
  return {}
end

-- ListOTAModuleByProduct, Data: an array without a wrapper.
local function list(world, parameters)
  local product, rows = find.product(world, parameters.ProductKey), {}
  for position, module in ipairs(product.modules) do
    rows[position] = {
      ModuleName = module.ModuleName, AliasName = module.AliasName, Desc = module.Desc, ProductKey = product.key,
      GmtCreate = dates.text(module.created), GmtModified = dates.text(module.modified),
    }
  end
  return {Data = json.list(rows)}
end

local function list_versions(world, parameters)
  local number, size = read.page(parameters, nil, world.options.list_page_limit)
  local device, product = find.device_of(world, parameters), world.product
  local members, rows = page.cut(world, product:module_versions(device), number, size, function(version)
    return {
      DeviceName = product.device_name(device), IotId = product:iot_id(device), ProductKey = product.key,
      ModuleName = version.ModuleName, ModuleVersion = version.ModuleVersion,
    }
  end)
  members.Data = {SimpleOTAModuleInfo = rows}
  return members
end

local MODULE = {"ProductKey", "ModuleName"}

---@type table<string, Operation>
return {
  CreateOTAModule = {parameters = MODULE, required = MODULE, answer = create},
  UpdateOTAModule = {parameters = MODULE, required = MODULE, answer = update},
  DeleteOTAModule = {parameters = MODULE, required = MODULE, answer = delete},
  ListOTAModuleByProduct = {parameters = {"ProductKey"}, required = {"ProductKey"}, answer = list},
  ListOTAModuleVersionsByDevice = {
    parameters = {"IotId", "ProductKey", "DeviceName", "CurrentPage", "PageSize"},
    required = {"CurrentPage", "PageSize"},
    answer = list_versions,
  },
}
