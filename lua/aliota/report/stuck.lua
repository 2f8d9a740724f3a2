-- Who is stuck: open tasks by state and by how long ago they last changed.
local duration = require "aliota.show.duration"
local number = require "aliota.show.number"
local task_status = require "aliota.api.task_status"
local text = require "aliota.show.text"
local types = require "aliota.util.option_types"
local utc = require "aliota.util.utc"

local stuck = {name = "stuck", options = {
  now = types.TIME, after = types.duration "seconds, or a text such as \"6h\"", most = types.COUNT,
}}

local DAY = 86400
local MOST_LISTED = 10

-- Ages below so many seconds, with their names.
local AGES = {
  {3600, "<1h"}, {6 * 3600, "1–6h"}, {DAY, "6–24h"}, {7 * DAY, "1–7d"}, {math.huge, ">7d"},
}

local Collector = {fields = {
  TaskStatus = true, UtcModified = true, Timeout = true, Progress = true, DeviceName = true, TaskId = true,
  JobId = true,
}}
Collector.__index = Collector

function stuck.new(options)
  return setmetatable({
    now = options.now, after = options.after, most = options.most or MOST_LISTED,
    by_status = {}, open = 0, stuck = 0, ageless = 0, oldest = {},
  }, Collector)
end

local function age_class(age)
  local class = 1
  while class < #AGES and age >= AGES[class][1] do class = class + 1 end
  return class
end

-- Keeps the oldest ones, the oldest first. An age that is not among them costs one comparison.
local function keep_oldest(self, task, age, limit)
  local oldest = self.oldest
  if #oldest == self.most and (self.most == 0 or age <= oldest[#oldest].age) then return end
  local place = #oldest + 1
  while place > 1 and oldest[place - 1].age < age do place = place - 1 end
  table.insert(oldest, place, {
    DeviceName = task.DeviceName, TaskId = task.TaskId, JobId = task.JobId, TaskStatus = task.TaskStatus,
    Progress = task.Progress, age = age, limit = limit,
  })
  oldest[self.most + 1] = nil
end

local function row_of(self, status)
  local row = self.by_status[status]
  if not row then
    row = {status = status, count = 0, stuck = 0, ageless = 0, ages = {0, 0, 0, 0, 0}}
    self.by_status[status] = row
  end
  return row
end

function Collector:add(task)
  local status = task.TaskStatus
  if not task_status.IS_OPEN[status] then return end
  local row, changed = row_of(self, status), utc.parse(task.UtcModified)
  row.count, self.open = row.count + 1, self.open + 1
  if not changed then
    row.ageless, self.ageless = row.ageless + 1, self.ageless + 1
    return
  end
  local age = math.max(0, self.now - changed)
  local limit = self.after or (type(task.Timeout) == "number" and task.Timeout * 60) or DAY
  local class = age_class(age)
  row.ages[class] = row.ages[class] + 1
  if age >= limit then row.stuck, self.stuck = row.stuck + 1, self.stuck + 1 end
  keep_oldest(self, task, age, limit)
end

---@class aliota.Stuck: aliota.Report
---@field now number        epoch seconds of the time that ages are counted to
---@field open integer     tasks in CONFIRM, QUEUED, NOTIFIED or IN_PROGRESS
---@field stuck integer    those of them that did not change for `after`, or else for their Timeout, or else for a day
---@field ageless integer  those of them whose UtcModified does not parse; they are in no age class and not stuck
---@field statuses {status: string, count: integer, stuck: integer, ageless: integer, ages: integer[]}[] ages: below
---1 h, 6 h, 24 h, 7 d, and above
---@field oldest {DeviceName: string, TaskStatus: string, Progress: number, age: number, limit: number}[] seconds

function Collector:finish()
  local statuses = {}
  for _, name in ipairs(task_status.OPEN) do statuses[#statuses + 1] = self.by_status[name] end
  return {
    now = self.now, open = self.open, stuck = self.stuck, ageless = self.ageless, statuses = statuses,
    oldest = self.oldest,
  }
end

-- The view -----------------------------------------------------------------------------------------------------------

local STATUS_COLUMNS = {{}, {title = "open", align = "right"}, {title = "stuck", align = "right"}}
for i, age in ipairs(AGES) do
  table.insert(STATUS_COLUMNS, {title = age[2], align = "right", spare = #AGES - i}) -- the youngest first
end
table.insert(STATUS_COLUMNS, {title = "no age", align = "right", spare = #AGES})

local OLDEST_COLUMNS = {
  {title = "oldest", elastic = 20}, {}, {title = "progress", align = "right", spare = 1},
  {title = "unchanged for", align = "right"}, {title = "stuck from", align = "right", spare = 2},
}

local function status_row(row)
  local cells = {
    {text = row.status, colour = task_status.of(row.status).colour}, number.count(row.count),
    {text = number.count(row.stuck), colour = row.stuck > 0 and "red" or "dim"},
  }
  for _, count in ipairs(row.ages) do cells[#cells + 1] = number.count(count) end
  cells[#cells + 1] = number.count(row.ageless)
  return cells
end

local function oldest_row(task)
  return {
    text.line(task.DeviceName or "?"), {text = task.TaskStatus, colour = task_status.of(task.TaskStatus).colour},
    number.progress(task.Progress),
    {text = duration.text(task.age), colour = task.age >= task.limit and "red" or nil}, duration.text(task.limit),
  }
end

local function rows_of(list, row)
  local rows = {}
  for i, each in ipairs(list) do rows[i] = row(each) end
  return rows
end

---@param report aliota.Stuck
---@param page aliota.Canvas
function stuck.draw(report, page)
  local what = ("%s stuck, of %s"):format(number.count(report.stuck), number.of(report.open, "open task"))
  page:title(what, report.batches)
  if report.open == 0 then return page:say("No task is open.") end
  page:grid(STATUS_COLUMNS, rows_of(report.statuses, status_row))
  page:blank()
  if #report.oldest > 0 then page:grid(OLDEST_COLUMNS, rows_of(report.oldest, oldest_row)) end
  page:blank()
  page:say("At " .. utc.text(report.now) .. " UTC.", "dim")
end

return stuck
