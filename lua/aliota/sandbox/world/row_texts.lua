-- Tasks as ListOTATaskByJob shows them (SimpleOTATaskInfo): 15 members, all strings, `Timeout` null without a time-out.
--
-- A row exists as a table and, because pages of a hundred are asked for thousands of times a second, as JSON text. What
-- differs from row to row is plain ASCII that needs no escapes, and is remembered until the task changes. A row is put
-- together from parts that are there already, and a page from rows, each in one go: what would be made on the way is
-- garbage, for which a process with a million tasks takes fresh memory, page by page, long before it is collected.

local dates = require "aliota.sandbox.world.dates"
local json = require "aliota.sandbox.json_body"
local task_status = require "aliota.sandbox.world.life"
local text_memory = require "aliota.sandbox.world.text_memory"

local rows = {}

local Rows = {}
Rows.__index = Rows

local MOST_REMEMBERED = 200000

local PROGRESS = {}
for percent = 0, 100 do PROGRESS[percent] = ("%d.00"):format(percent) end

---@param batch SandboxBatch
function rows.new(batch)
  local self = setmetatable({
    batch = batch, tasks = batch.tasks, product = batch.product, texts = text_memory.new(MOST_REMEMBERED),
  }, Rows)
  self:refresh()
  return self
end

--- To be called when the batch's settings have changed.
function Rows:refresh()
  local batch = self.batch
  local minutes = batch.settings.TimeoutInMinutes
  self.constants = {
    DestVersion = batch.package.DestVersion,
    FirmwareId = batch.package.FirmwareId,
    JobId = batch.id,
    ProductKey = batch.product.key,
    ProductName = batch.product.name,
    Timeout = minutes and ("%d"):format(minutes) or json.null,
  }
  local text = json.encode(self.constants):sub(1, -2) .. ","
  self.first, self.next, self.last = "[" .. text, "}," .. text, "}]"
end

---@param task integer
---@return table<string, string>
function Rows:row(task)
  local tasks, product, row = self.tasks, self.product, {}
  for name, value in pairs(self.constants) do row[name] = value end
  row.DeviceName, row.IotId = product.device_name(tasks.device[task]), product:iot_id(tasks.device[task])
  row.SrcVersion, row.TaskId = tasks.source[task], self.batch.task_ids:encode(task)
  row.Progress, row.TaskDesc = PROGRESS[tasks.progress[task]], tasks.reason[task]
  row.TaskStatus = task_status.NAMES[tasks.status[task]]
  row.UtcCreate, row.UtcModified = dates.text(tasks.created[task]), dates.text(tasks.changed[task])
  return row
end

---@param tasks integer[]
---@return table<string, string>[]
function Rows:list(tasks)
  local list = {}
  for position, task in ipairs(tasks) do list[position] = self:row(task) end
  return list
end

-- The members of a row that are its own.
function Rows:own_text(task)
  local tasks = self.tasks
  local device = tasks.device[task]
  local name_1, name_2 = self.product.device_name_parts(device)
  local iot_1, iot_2, iot_3, iot_4, iot_5 = self.product.iot_ids:parts(device)
  local id_1, id_2, id_3, id_4, id_5 = self.batch.task_ids:parts(task)
  local created_1, created_2, created_3 = dates.parts(tasks.created[task])
  local changed_1, changed_2, changed_3 = dates.parts(tasks.changed[task])
  return '"DeviceName":"' .. name_1 .. name_2
    .. '","IotId":"' .. iot_1 .. iot_2 .. iot_3 .. iot_4 .. iot_5
    .. '","SrcVersion":"' .. tasks.source[task]
    .. '","TaskId":"' .. id_1 .. id_2 .. id_3 .. id_4 .. id_5
    .. '","UtcCreate":"' .. created_1 .. created_2 .. created_3
    .. '","Progress":"' .. PROGRESS[tasks.progress[task]]
    .. '","TaskDesc":"' .. tasks.reason[task]
    .. '","TaskStatus":"' .. task_status.NAMES[tasks.status[task]]
    .. '","UtcModified":"' .. changed_1 .. changed_2 .. changed_3 .. '"'
end

--- To be called when a task has changed.
---@param task integer
function Rows:forget(task)
  self.texts:remove(task)
end

function Rows:remember(task)
  local text = self:own_text(task)
  self.texts:add(task, text)
  return text
end

--- Rows as JSON, between other texts: what is long is put together once.
---@param tasks integer[]
---@param before string?
---@param after string?
---@return string json
function Rows:list_text(tasks, before, after)
  before, after = before or "", after or ""
  local pieces, texts, size = {}, self.texts, #tasks
  if size == 0 then return before .. "[]" .. after end
  for position, task in ipairs(tasks) do pieces[position] = texts:get(task) or self:remember(task) end
  pieces[1] = before .. self.first .. pieces[1]
  pieces[size] = pieces[size] .. self.last .. after
  return table.concat(pieces, self.next)
end

return rows
