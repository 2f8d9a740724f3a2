-- Tasks as ListOTATaskByJob shows them (SimpleOTATaskInfo): 15 members, all strings, `Timeout` null without a time-out.
--
-- A row exists as a table and, because pages of a hundred are asked for thousands of times a second, as JSON text that
-- is remembered until the task changes. All that differs from row to row is plain ASCII that needs no escapes.

local json = require "aliota.sandbox.json_body"
local task_status = require "aliota.sandbox.world.life"
local utc = require "aliota.sandbox.world.dates"

local rows = {}

local Rows = {}
Rows.__index = Rows

local MOST_REMEMBERED = 200000

local PROGRESS = {}
for percent = 0, 100 do PROGRESS[percent] = ("%d.00"):format(percent) end

---@param batch SandboxBatch
function rows.new(batch)
  local self = setmetatable({batch = batch, tasks = batch.tasks, product = batch.product}, Rows)
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
  self.opening = json.encode(self.constants):sub(1, -2) .. ","
  self.texts, self.remembered = {}, 0 -- by task
end

-- DeviceName, IotId, SrcVersion, TaskId and UtcCreate of a task.
function Rows:lasting(task)
  local tasks, product = self.tasks, self.product
  local device = tasks.device[task]
  return product.device_name(device), product:iot_id(device), tasks.source[task], self.batch.task_ids:encode(task),
    utc(tasks.created[task])
end

-- Progress, TaskDesc, TaskStatus and UtcModified of a task.
function Rows:changing(task)
  local tasks = self.tasks
  return PROGRESS[tasks.progress[task]], tasks.reason[task], task_status.NAMES[tasks.status[task]],
    utc(tasks.changed[task])
end

---@param task integer
---@return table<string, string>
function Rows:row(task)
  local row = {}
  for name, value in pairs(self.constants) do row[name] = value end
  row.DeviceName, row.IotId, row.SrcVersion, row.TaskId, row.UtcCreate = self:lasting(task)
  row.Progress, row.TaskDesc, row.TaskStatus, row.UtcModified = self:changing(task)
  return row
end

---@param tasks integer[]
---@return table<string, string>[]
function Rows:list(tasks)
  local list = {}
  for position, task in ipairs(tasks) do list[position] = self:row(task) end
  return list
end

function Rows:remember(task)
  if self.remembered >= MOST_REMEMBERED then self.texts, self.remembered = {}, 0 end
  local device_name, iot_id, source, id, created = self:lasting(task)
  local progress, reason, status, changed = self:changing(task)
  local text = self.opening
    .. '"DeviceName":"' .. device_name .. '","IotId":"' .. iot_id .. '","SrcVersion":"' .. source
    .. '","TaskId":"' .. id .. '","UtcCreate":"' .. created .. '","Progress":"' .. progress
    .. '","TaskDesc":"' .. reason .. '","TaskStatus":"' .. status .. '","UtcModified":"' .. changed .. '"}'
  self.texts[task], self.remembered = text, self.remembered + 1
  return text
end

--- To be called when a task has changed.
---@param task integer
function Rows:forget(task)
  if not self.texts[task] then return end
  self.texts[task], self.remembered = nil, self.remembered - 1
end

---@param tasks integer[]
---@return string json
function Rows:list_text(tasks)
  local pieces, texts = {}, self.texts
  for position, task in ipairs(tasks) do pieces[position] = texts[task] or self:remember(task) end
  return "[" .. table.concat(pieces, ",") .. "]"
end

return rows
