-- Which devices a batch is for: ascending numbers of devices.

local set_of = require "aliota.util.set_of"
local task_status = require "aliota.sandbox.world.life"

local targets = {}

local IN_PROGRESS = task_status.CODES.IN_PROGRESS

-- CreateOTAStaticUpgradeJob, GrayPercent: so many of all devices, spread evenly, at least one.
local function in_gray_part(percent)
  return function(device)
    return math.ceil(device * percent / 100) > math.ceil((device - 1) * percent / 100)
  end
end

-- Of those that fit only: they are numbered as they come.
local function in_part_of_fitting(percent)
  local is_in_part, count = in_gray_part(percent), 0
  return function(_, fits)
    if fits then count = count + 1 end
    return fits and is_in_part(count)
  end
end

-- Of what GrayPercent is a share the vendor leaves open: `gray_percent_of`.
local function selector(product, settings, share_of)
  if settings.TargetSelection == "GRAY" then
    return (share_of == "all" and in_gray_part or in_part_of_fitting)(tonumber(settings.GrayPercent))
  end
  if settings.TargetSelection == "GROUP" then return product.in_group end
  return function() return true end
end

-- CreateOTAStaticUpgradeJob, OverwriteMode: 1 leaves a device alone that has an unfinished task of another batch.
-- Returns that task and its batch.
local function unfinished_elsewhere(world, batch, device)
  for other in world:each_batch() do
    if other ~= batch and other.package.ModuleName == batch.package.ModuleName then
      local task = other.tasks:of_device(device)
      if task and other:is_open(task) then return task, other end
    end
  end
  return nil
end

--- A function that tells whether a batch takes a device, and ends the device's other task if it overwrites. Devices
--- that have the version that the package leads to are passed over (CreateOTAStaticUpgradeJob, usage notes).
---@param world table
---@param batch SandboxBatch
---@return fun(device: integer, milliseconds: integer): boolean
function targets.test(world, batch)
  local settings, product = batch.settings, batch.product
  local is_selected = selector(product, settings, world.options.gray_percent_of)
  local versions = settings.SrcVersion and set_of(settings.SrcVersion)
  return function(device, milliseconds)
    local version = product:version(device, batch.package.ModuleName)
    local fits = version ~= batch.package.DestVersion and (not versions or versions[version] == true)
    if not is_selected(device, fits) or not fits then return false end
    local task, other = unfinished_elsewhere(world, batch, device)
    if not task then return true end
    -- 2 overwrites, but not what the device is busy with, which is an assumption.
    if settings.OverwriteMode ~= 2 or other.tasks.status[task] == IN_PROGRESS then return false end
    other:cancel(task, milliseconds, "overwritten by another job")
    return true
  end
end

--- Numbers of named devices, ascending, each once.
---@param product table
---@param names string[]
---@return integer[]? devices
---@return string? name one that the product doesn't have
function targets.of_names(product, names)
  local devices, is_listed = {}, {}
  for _, name in ipairs(names) do
    local device = product:find(name)
    if not device then return nil, name end
    if not is_listed[device] then devices[#devices + 1] = device end
    is_listed[device] = true
  end
  table.sort(devices)
  return devices
end

return targets
