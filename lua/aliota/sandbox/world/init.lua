-- A made-up account: a product with its devices, update packages, update batches and their tasks, in virtual time.
-- No network and no wall clock of its own; the same seed and the same calls make the same world on every Lua VM, but
-- for the time at which it begins, by which all its times are shifted.

local agenda = require "aliota.sandbox.world.agenda"
local batches = require "aliota.sandbox.world.batch"
local clock = require "aliota.sandbox.world.clock"
local ids = require "aliota.sandbox.world.ids"
local merge = require "aliota.util.merge"
local prefill = require "aliota.sandbox.world.prefill"
local product = require "aliota.sandbox.world.product"
local targets = require "aliota.sandbox.world.targets"
local truth = require "aliota.sandbox.world.truth"

local world = {}

---@class SandboxWorld
---@field options table the switches for what the vendor leaves open, and the rest of the sandbox's options
---@field product table
---@field batches SandboxBatch[] in the order of their creation
---@field packages table[] in the order of their creation
---@field uploads table<string, {kind: string, names: string[]?}> what was handed out, by URL
local World = {}
World.__index = World

local SERIES_JOB, SERIES_FIRMWARE, SERIES_UPLOAD = 10, 11, 12
local FIRST_VERSION = "1.2.0"
local MOST_DEVICES = 2000000 -- what a product grows to by itself, however far time leaps

--- The id of the batch that is there from the start.
---@param seed integer
---@return string
function world.job_id(seed)
  return ids.new(seed, SERIES_JOB):encode(1)
end

---@param options table checked options of a sandbox, see options.lua
---@return SandboxWorld
function world.new(options)
  local start = options.starts_at
  local self = setmetatable({
    options = options,
    clock = clock.new(options.clock, start, options.speed),
    agenda = agenda.new(start),
    start = start,
    batches = {}, batches_by_id = {}, batches_by_tag = {},
    packages = {}, packages_by_id = {},
    uploads = {},
    numbers = {},
    job_ids = ids.new(options.seed, SERIES_JOB),
    firmware_ids = ids.new(options.seed, SERIES_FIRMWARE),
    upload_ids = ids.new(options.seed, SERIES_UPLOAD),
  }, World)
  local created = (start - prefill.AGE) * 1000
  self.product = product.new {seed = options.seed, devices = options.devices, created = created}
  self:add_first_batch(created)
  return self
end

function World:add_first_batch(created)
  local options = self.options
  local package = self:add_package({
    FirmwareName = "firmware-" .. FIRST_VERSION, DestVersion = FIRST_VERSION, ModuleName = product.DEFAULT_MODULE,
    ProductKey = self.product.key, Type = 0, Status = -1,
  }, created)
  local fresh = options.rollout == "fresh"
  local first = self:add_batch({
    package = package,
    id = options.job_id or world.job_id(options.seed),
    created = fresh and options.starts_at * 1000 or created,
    settings = {
      JobType = "UPGRADE_FIRMWARE", SelectionType = "STATIC", TargetSelection = "ALL", NeedPush = true,
      NeedConfirm = not fresh, MaximumPerMinute = 10000, TimeoutInMinutes = options.timeout_minutes or nil,
      OverwriteMode = 1, DownloadProtocol = "HTTPS", MultiModuleMode = false,
    },
  })
  if fresh then
    self:begin(first)
  else
    prefill.fill(first, self.product.size)
  end
end

-- Things are numbered by kind, from 1.
function World:number(kind)
  self.numbers[kind] = (self.numbers[kind] or 0) + 1
  return self.numbers[kind]
end

---@param members table as CreateOTAFirmware takes them, and `Status`
---@param created integer epoch milliseconds
---@return table package
function World:add_package(members, created)
  local package = merge({created = created, modified = created}, members)
  package.FirmwareId = self.firmware_ids:encode(self:number("package"))
  self.packages[#self.packages + 1] = package
  self.packages_by_id[package.FirmwareId] = package
  return package
end

--- Removes a package with its batches: that they go with it is an assumption.
---@param package table
function World:remove_package(package)
  for position, other in ipairs(self.packages) do
    if other == package then table.remove(self.packages, position) end
  end
  self.packages_by_id[package.FirmwareId] = nil
  for batch in self:each_batch() do
    if batch.package == package then
      batch:call_off(self:milliseconds())
      batch.removed = true
      self.batches_by_id[batch.id], self.batches_by_tag[batch.task_ids.tag] = nil, nil
    end
  end
end

--- Adds a batch without tasks.
---@param options {package: table, settings: table, created: integer?, id: string?}
---@return SandboxBatch
function World:add_batch(options)
  local number = self:number("batch")
  local batch = batches.new {
    number = number,
    id = options.id or self.job_ids:encode(number),
    seed = self.options.seed,
    order = self.options.order,
    agenda = self.agenda,
    product = self.product,
    package = options.package,
    settings = options.settings,
    created = options.created or self:milliseconds(),
  }
  self.batches[number], self.batches_by_id[batch.id] = batch, batch
  self.batches_by_tag[batch.task_ids.tag] = batch
  return batch
end

--- Gives a batch its tasks and lets it run.
---@param batch SandboxBatch
---@param devices integer[]? ascending; nil for all of the product
function World:begin(batch, devices)
  local takes, now = targets.test(self, batch), self:milliseconds()
  batch.takes = takes
  for position = 1, devices and #devices or self.product.size do
    local device = devices and devices[position] or position
    if takes(device, now) then batch:join(device, now) end
  end
  batch:plan(self.agenda.next)
  if batch.matching then self:schedule_growth() end
end

--- To be called when the settings of a batch have been changed.
---@param batch SandboxBatch
function World:settings_changed(batch)
  batch.takes = targets.test(self, batch)
  batch.rows:refresh()
  batch.modified = self:milliseconds()
end

--- The batches in the order of their creation, without those that were removed with their package.
---@return fun(): SandboxBatch?
function World:each_batch()
  local number = 0
  return function()
    repeat number = number + 1 until not self.batches[number] or not self.batches[number].removed
    return self.batches[number]
  end
end

---@return string
function World:next_upload_id()
  return self.upload_ids:encode(self:number("upload"))
end

--- Fills the file behind a URL of GenerateDeviceNameListURL, as its form would.
---@param url string
---@param names string[]
function World:upload_device_names(url, names)
  self.uploads[url].names = names
end

---@param id string?
---@return SandboxBatch?
function World:find_batch(id)
  return id and self.batches_by_id[id]
end

---@param task_id string
---@return SandboxBatch? batch
---@return integer? task
function World:find_task(task_id)
  local batch = self.batches_by_tag[ids.tag(task_id)]
  local task = batch and batch.task_ids:decode(task_id)
  if task and task >= 1 and task <= batch.tasks.size then return batch, task end
  return nil
end

-- Time ---------------------------------------------------------------------------------------------------------------

---@return number epoch seconds of virtual time
function World:now()
  return self.clock:now()
end

---@return integer epoch milliseconds of virtual time
function World:milliseconds()
  return math.floor(self.clock:now() * 1000)
end

--- Lets everything happen that is due. Every look at the world starts with it.
function World:catch_up()
  self.agenda:run(self.clock:now(), function(entry, second, milliseconds)
    local number, task = batches.of_entry(entry)
    if number == 0 then return self:grow(second, milliseconds) end
    self.batches[number]:happen(task, second, milliseconds)
  end)
end

---@param seconds number
function World:advance(seconds)
  self.clock:advance(seconds)
  self:catch_up()
end

---@param speed number virtual seconds a second; 0 stands still
function World:set_speed(speed)
  self:catch_up()
  self.clock:set_speed(speed)
end

function World:pause()
  self:catch_up()
  self.clock:pause()
end

function World:resume()
  self.clock:resume()
end

-- Growth -------------------------------------------------------------------------------------------------------------

--- New devices come to the product; the running dynamic batches take those that fit.
---@param count integer
---@param milliseconds integer? default: now
function World:add_devices(count, milliseconds)
  milliseconds = milliseconds or self:milliseconds()
  for device = self.product.size + 1, self.product.size + count do
    self.product.size = device
    for batch in self:each_batch() do
      if batch.matching and batch.takes(device, milliseconds) then batch:join(device, milliseconds) end
    end
  end
end

-- How many devices a steady stream has brought by a second. It began with the world, so that it does not matter when
-- that was.
local function arrivals(self, second)
  return math.floor((second - self.start) * self.options.new_devices_per_minute / 60)
end

-- Devices keep coming while a dynamic batch waits for them. Entry 0 of the agenda is the world's own.
function World:schedule_growth(since)
  local per_minute = self.options.new_devices_per_minute
  if per_minute == 0 or self.growth_start or self.product.size >= MOST_DEVICES then return end
  self.growth_start = since or self.agenda.next - 1
  self.agenda:add(self.start + math.ceil((arrivals(self, self.growth_start) + 1) * 60 / per_minute), 0)
end

function World:grow(second, milliseconds)
  local since = self.growth_start
  self.growth_start = nil
  for batch in self:each_batch() do
    if batch.matching then
      self:add_devices(arrivals(self, second) - arrivals(self, since), milliseconds)
      return self:schedule_growth(second)
    end
  end
end

-- The truth ----------------------------------------------------------------------------------------------------------

--- What is, whatever the answers of the service say.
---@param selection {JobId: string?, first: integer?, count: integer?}? with JobId also the tasks of that batch
---@return table truth see world/truth.lua
function World:truth(selection)
  self:catch_up()
  return truth(self, selection or {})
end

--- All tasks of a batch as rows, in the order of their creation.
---@param job_id string
---@return fun(): table<string, string>?
function World:each_row(job_id)
  self:catch_up()
  return self.batches_by_id[job_id]:each_row()
end

return world
