-- Values in rows, for the prompt: tasks in columns, devices with their tasks, others as they print.
local literal = require "aliota.util.literal"
local number = require "aliota.show.number"
local task_status = require "aliota.api.task_status"
local text = require "aliota.show.text"

local rows = {}

local COLUMNS = {
  {title = "DeviceName", elastic = 16}, {title = "TaskStatus"}, {title = "Progress", align = "right"},
  {title = "SrcVersion", elastic = 10, spare = 2}, {title = "DestVersion", elastic = 11, spare = 3},
  {title = "UtcModified", spare = 4}, {title = "TaskDesc", elastic = 20, yields = 1, spare = 1},
}

local SHOWN = {
  TaskStatus = function(status) return {text = text.line(status), colour = task_status.of(status).colour} end,
  Progress = number.progress,
}

--- Whether a value is a task of a listing.
---@param value any
---@return boolean
function rows.is_task(value)
  local meta = getmetatable(value)
  return type(meta) == "table" and meta.__name == "aliota.Task"
end

--- Whether a value is a page of a listing.
---@param value any
---@return boolean
function rows.is_page(value)
  return type(value) == "table" and type(value.tasks) == "table" and value.CurrentPage ~= nil
end

---@param page aliota.Page
---@return string
function rows.page_line(page)
  return ("page %s of %s: %s of %s"):format(number.count(page.CurrentPage), number.count(page.PageCount),
    number.count(#page.tasks), number.of(page.Total, "task"))
end

local function task_row(task)
  local row = {}
  for i, column in ipairs(COLUMNS) do
    local value = task[column.title]
    row[i] = value == nil and number.NONE or (SHOWN[column.title] or text.line)(value)
  end
  return row
end

-- A device that was asked for.
local function absent_row(name)
  local row = {text.line(name), {text = "not there", colour = "dim"}}
  for i = #row + 1, #COLUMNS do row[i] = "" end
  return row
end

local function plain_row(value)
  local shown = type(value) == "string" and value or rows.is_page(value) and rows.page_line(value)
    or literal(value, math.huge)
  return {text.line((text.line_head(shown):gsub("\27%[[%d;]*m", ""):gsub("\n", " ")))} -- a report may be coloured
end

local function task_of(item)
  return rows.is_task(item.value) and item.value or rows.is_task(item.more) and item.more or nil
end

--- Draws values, each on a row.
---@param page aliota.Canvas
---@param items {value: any, more: any}[]
function rows.draw(page, items)
  local has_tasks = false
  for _, item in ipairs(items) do has_tasks = has_tasks or task_of(item) ~= nil end
  local drawn = {}
  for i, item in ipairs(items) do
    local task = task_of(item)
    drawn[i] = task and task_row(task) or (has_tasks and absent_row or plain_row)(item.value)
  end
  if drawn[1] then page:grid(has_tasks and COLUMNS or {{elastic = 20}}, drawn) end
end

return rows
