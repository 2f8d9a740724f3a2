-- Two looks at devices, device by device: of two batches, or of one batch at two times.
local collect = require "aliota.report.collect"
local task_status = require "aliota.api.task_status"
local text = require "aliota.show.text"

local sub = string.sub

local pairing = {}

local NO_PRODUCT = "" -- of tasks without ProductKey
local MOST_EXAMPLES = 20

-- What is looked at in either look.
local FIELDS = {DeviceName = true, ProductKey = true, TaskStatus = true}

local Before = {fields = FIELDS}
Before.__index = Before

-- What is known of the first look at a device: its state, or that it has been seen in the second look, too.
local MATCHED = false

-- Where the device of a task is kept, and under which key. Names resemble each other, so they are kept in two steps, by
-- all but their last two bytes and by these: it takes half the time and memory of keeping every name.
local function place_of(looks, task, name)
  local product = task.ProductKey or NO_PRODUCT -- names are unique within a product, mostly that of the task before
  if product ~= looks.product then
    looks.product, looks.stems = product, looks.products[product] or {}
    looks.products[product] = looks.stems
  end
  local stem = sub(name, 1, -3)
  local devices = looks.stems[stem]
  if not devices then
    devices = {}
    looks.stems[stem] = devices
  end
  return devices, sub(name, -2)
end

local function count(look, status)
  local by_status = look.by_status
  by_status[status] = (by_status[status] or 0) + 1
end

-- What every task counts for; nil for one that can't be paired.
local function name_of(look, task, status)
  count(look, status)
  if type(task.DeviceName) == "string" then return task.DeviceName end
  look.nameless = look.nameless + 1
end

function Before:add(task)
  local status = task.TaskStatus or task_status.NONE
  local name = name_of(self, task, status)
  if not name then return end
  local devices, key = place_of(self, task, name)
  if devices[key] ~= nil then self.repeated = self.repeated + 1 end
  devices[key] = status
end

local After = {fields = FIELDS}
After.__index = After

-- Devices that went one way, the first ones by their names.
local function note(self, from, to, name)
  local ways = self.by_from[from] or {}
  local change = ways[to]
  if not change then
    change = {from = text.of(from), to = text.of(to), count = 0, devices = {}}
    self.by_from[from], ways[to], self.ways[#self.ways + 1] = ways, change, change
  end
  change.count = change.count + 1
  if change.count <= MOST_EXAMPLES then change.devices[change.count] = name end
end

function After:add(task)
  local status = task.TaskStatus or task_status.NONE
  local name = name_of(self, task, status)
  if not name then return end
  local devices, key = place_of(self.before, task, name)
  local before = devices[key]
  if before == MATCHED then
    self.repeated = self.repeated + 1
  elseif before == nil then
    self.only = self.only + 1
    devices[key] = MATCHED
  else
    devices[key] = MATCHED
    note(self, before, status, name)
  end
end

local function unmatched(before)
  local only = 0
  for _, stems in pairs(before.products) do
    for _, devices in pairs(stems) do
      for _, status in pairs(devices) do
        if status ~= MATCHED then only = only + 1 end
      end
    end
  end
  return only
end

---@class aliota.PairedLook
---@field tasks integer
---@field batches string[]
---@field by_status table<string, integer>  "(none)": tasks without TaskStatus
---@field only integer      devices that the other look does not have
---@field repeated integer  further tasks of a device that has one: paired are the last in the first look, and the first
---                         in the second
---@field nameless integer  tasks without DeviceName, which can't be paired
---@field coverage aliota.ReportCoverage

---@class aliota.Way
---@field from string     TaskStatus in the first look
---@field to string       in the second
---@field count integer   devices
---@field devices string[] the first 20

local function look_of(collector, seen)
  return {
    tasks = seen.tasks, batches = seen.batches, coverage = seen.coverage, by_status = collector.by_status,
    only = collector.only, repeated = collector.repeated, nameless = collector.nameless,
  }
end

--- Reads the first look to its end, then the second.
---@param first aliota.Tasks
---@param second aliota.Tasks
---@return {first: aliota.PairedLook, second: aliota.PairedLook, ways: aliota.Way[]}|nil ways: by their first device
---@return aliota.Error|nil
function pairing.of(first, second)
  local before = setmetatable({products = {}, by_status = {}, repeated = 0, nameless = 0}, Before)
  local seen_first, err = collect(first, {before})
  if not seen_first then return nil, err end
  local after = setmetatable({
    before = before, ways = {}, by_from = {}, by_status = {}, only = 0, repeated = 0, nameless = 0,
  }, After)
  local seen_second
  seen_second, err = collect(second, {after})
  if not seen_second then return nil, err end
  before.only = unmatched(before)
  return {first = look_of(before, seen_first), second = look_of(after, seen_second), ways = after.ways}
end

return pairing
