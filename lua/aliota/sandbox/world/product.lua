-- A product with its devices, their versions and the modules. Devices are numbers from 1; what they are called and
-- which version they came with is computed from the number and never stored.

local chance = require "aliota.sandbox.world.chance"
local ids = require "aliota.sandbox.world.ids"

local product = {DEFAULT_MODULE = "default"} -- CreateOTAFirmware, ModuleName: the module of a package that names none

local Product = {}
Product.__index = Product

local SOURCE = 3 -- what is drawn
local SERIES_KEY, SERIES_DEVICE, SERIES_GROUP = 1, 2, 3
local FIRST_VERSIONS = chance.urn {{6, "1.0.0"}, {3, "1.0.1"}, {1, "1.1.0-beta"}}
local IN_GROUP = 10 -- every tenth device

---@param options {seed: integer, devices: integer, created: integer}
function product.new(options)
  local seed = options.seed
  local group_id = ids.new(seed, SERIES_GROUP):encode(1)
  return setmetatable({
    seed = seed,
    key = "a1" .. ids.new(seed, SERIES_KEY):encode(1):sub(1, 9),
    name = "MyProduct",
    size = options.devices,
    iot_ids = ids.new(seed, SERIES_DEVICE),
    groups = {[group_id] = {id = group_id, name = "MyGroup"}},
    group_id = group_id,
    versions = {[product.DEFAULT_MODULE] = {}}, -- by module: what devices have reported since they came
    modules = {{
      ModuleName = product.DEFAULT_MODULE, AliasName = "", Desc = "", created = options.created,
      modified = options.created,
    }},
  }, Product)
end

local LAST_DIGITS = {}
for number = 0, 999 do LAST_DIGITS[number] = ("%03d"):format(number) end

local thousands = {}

local function thousand(first)
  local text = ("device-%03d"):format(first / 1000)
  thousands[first] = text
  return text
end

--- The name of a device in two parts, neither of which is made for it alone.
---@param device integer
---@return string, string
function Product.device_name_parts(device)
  local last = device % 1000
  local first = device - last
  return thousands[first] or thousand(first), LAST_DIGITS[last]
end

---@param device integer
---@return string
function Product.device_name(device)
  local first, last = Product.device_name_parts(device)
  return first .. last
end

---@param name string
---@return integer? device
function Product:find(name)
  local device = tonumber(name:match("^device%-(%d+)$"))
  if device and device >= 1 and device <= self.size and self.device_name(device) == name then return device end
  return nil
end

---@param device integer
---@return string
function Product:iot_id(device)
  return self.iot_ids:encode(device)
end

---@param id string
---@return integer? device
function Product:find_iot_id(id)
  local device = self.iot_ids:decode(id)
  if device and device >= 1 and device <= self.size then return device end
  return nil
end

---@param device integer
---@param module_name string
---@return string
function Product:version(device, module_name)
  local reports = self.versions[module_name]
  return reports and reports[device] or chance.pick(FIRST_VERSIONS, chance.draw(self.seed, device, SOURCE))
end

---@param device integer
---@param module_name string
---@param version string
function Product:report(device, module_name, version)
  local reports = self.versions[module_name]
  if not reports then
    reports = {}
    self.versions[module_name] = reports
  end
  reports[device] = version
end

--- The modules of which a device has reported a version.
---@param device integer
---@return {ModuleName: string, ModuleVersion: string}[]
function Product:module_versions(device)
  local list = {}
  for _, module in ipairs(self.modules) do
    local reports, name = self.versions[module.ModuleName], module.ModuleName
    if name == product.DEFAULT_MODULE or reports and reports[device] then
      list[#list + 1] = {ModuleName = name, ModuleVersion = self:version(device, name)}
    end
  end
  return list
end

---@param name string
---@return table? module
---@return integer? position
function Product:module(name)
  for position, module in ipairs(self.modules) do
    if module.ModuleName == name then return module, position end
  end
  return nil
end

---@param device integer
---@return boolean
function Product.in_group(device)
  return device % IN_GROUP == 0
end

return product
