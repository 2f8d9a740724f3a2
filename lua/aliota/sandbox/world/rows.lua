-- Tasks as ListOTATaskByJob shows them (SimpleOTATaskInfo): 15 members, all strings, `Timeout` null without a time-out.
--
-- A row exists as a table and, because pages of a hundred are asked for thousands of times a second, as JSON text that
-- is put together from pieces: what is constant for the batch, what never changes for the task (remembered for many of
-- them), and what does. All but the constants is plain ASCII that needs no escapes.

local json = require "aliota.sandbox.json"
local task_status = require "aliota.sandbox.world.task_status"
local utc = require "aliota.sandbox.world.utc"

local rows = {}

local Rows = {}
Rows.__index = Rows

local LASTING = {"DeviceName", "IotId", "SrcVersion", "TaskId", "UtcCreate"}
local CHANGING = {"Progress", "TaskDesc", "TaskStatus", "UtcModified"}

-- A row of text: constants, what lasts, name and value of each changing member, and the end.
local PIECES = 3 + 2 * #CHANGING
local MOST_REMEMBERED = 200000

local PROGRESS = {}
for percent = 0, 100 do PROGRESS[percent] = ("%d.00"):format(percent) end

---@param batch SandboxBatch
function rows.new(batch)
  local self = setmetatable({
    batch = batch, tasks = batch.tasks, product = batch.product,
    pieces = {}, laid_out = 0, -- of the last page
    lasting = {}, remembered = 0, -- by task
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
  self.opening = json.encode(self.constants):sub(1, -2) .. ","
  self.laid_out = 0
end

-- In the order of LASTING.
function Rows:lasting_values(task)
  local tasks, product = self.tasks, self.product
  local device = tasks.device[task]
  return product.device_name(device), product:iot_id(device), tasks.source[task], self.batch.task_ids:encode(task),
    utc(tasks.created[task])
end

-- In the order of CHANGING.
function Rows:changing_values(task)
  local tasks = self.tasks
  return PROGRESS[tasks.progress[task]], tasks.reason[task], task_status.NAMES[tasks.status[task]],
    utc(tasks.changed[task])
end

local function add(row, names, ...)
  for position, name in ipairs(names) do row[name] = (select(position, ...)) end
end

---@param task integer
---@return table<string, string>
function Rows:row(task)
  local row = {}
  for name, value in pairs(self.constants) do row[name] = value end
  add(row, LASTING, self:lasting_values(task))
  add(row, CHANGING, self:changing_values(task))
  return row
end

---@param tasks integer[]
---@return table<string, string>[]
function Rows:list(tasks)
  local list = {}
  for position, task in ipairs(tasks) do list[position] = self:row(task) end
  return list
end

-- What stands before the value of each lasting member.
local BEFORE = {}
for position, name in ipairs(LASTING) do BEFORE[position] = (position == 1 and '"' or '","') .. name .. '":"' end

function Rows:remember(task)
  if self.remembered >= MOST_REMEMBERED then self.lasting, self.remembered = {}, 0 end
  local name, iot_id, source, id, created = self:lasting_values(task)
  local text = BEFORE[1] .. name .. BEFORE[2] .. iot_id .. BEFORE[3] .. source .. BEFORE[4] .. id
    .. BEFORE[5] .. created
  self.lasting[task], self.remembered = text, self.remembered + 1
  return text
end

-- Puts down what is the same in the text of so many rows.
function Rows:lay_out(count)
  local pieces = self.pieces
  for row = self.laid_out + 1, count do
    local first = (row - 1) * PIECES + 1
    pieces[first] = self.opening
    for position, name in ipairs(CHANGING) do pieces[first + 2 * position] = '","' .. name .. '":"' end
    self.laid_out = row
  end
end

---@param tasks integer[]
---@return string json
function Rows:list_text(tasks)
  local pieces, count, lasting = self.pieces, #tasks, self.lasting
  self:lay_out(count)
  for position = 1, count do
    local at, task = (position - 1) * PIECES + 2, tasks[position]
    pieces[at] = lasting[task] or self:remember(task)
    pieces[at + 2], pieces[at + 4], pieces[at + 6], pieces[at + 8] = self:changing_values(task)
    pieces[at + 9] = position < count and '"},' or '"}'
  end
  return "[" .. table.concat(pieces, "", 1, count * PIECES) .. "]"
end

return rows
