-- When tasks were settled: by the time of their last change, which for a settled task is when it settled.
local bar = require "aliota.show.bar"
local duration = require "aliota.show.duration"
local histogram = require "aliota.report.histogram"
local number = require "aliota.show.number"
local task_status = require "aliota.api.task_status"
local utc = require "aliota.util.utc"

local timeline = {name = "timeline", options = {}}

local Collector = {fields = {TaskStatus = true, UtcModified = true}}
Collector.__index = Collector

function timeline.new()
  return setmetatable({histogram = histogram.new(), settled = 0, timeless = 0}, Collector)
end

function Collector:add(task)
  local status = task.TaskStatus
  if not task_status.IS_SETTLED[status] then return end
  self.settled = self.settled + 1
  local time = utc.minute(task.UtcModified) -- no bucket is narrower
  if time then
    self.histogram:add(time, status)
  else
    self.timeless = self.timeless + 1
  end
end

---@class aliota.Timeline: aliota.Report
---@field settled integer   tasks in SUCCEEDED, FAILED or CANCELED
---@field timeless integer  those of them whose UtcModified does not parse; they are in no bucket
---@field width integer     seconds a bucket, a minute or as much more as keeps them below 1,000
---@field buckets {from: number, SUCCEEDED: integer, FAILED: integer, CANCELED: integer}[] without gaps, `from` in epoch
---seconds; empty when nothing is settled

function Collector:finish()
  local buckets = self.histogram:list()
  for i, bucket in ipairs(buckets) do
    buckets[i] = {from = bucket.from}
    for _, status in ipairs(task_status.SETTLED) do buckets[i][status] = bucket.counts[status] or 0 end
  end
  return {settled = self.settled, timeless = self.timeless, width = self.histogram.width, buckets = buckets}
end

-- The view -----------------------------------------------------------------------------------------------------------

-- Sums of `merged` neighbours each, so that every column stands for the same time.
local function columns_of(buckets, status, merged)
  local columns = {}
  for i, bucket in ipairs(buckets) do
    local column = math.ceil(i / merged)
    columns[column] = (columns[column] or 0) + bucket[status]
  end
  return columns
end

local function sum(values)
  local total = 0
  for _, value in ipairs(values) do total = total + value end
  return total
end

-- How wide the names of the states and their counts are.
local function label_widths(buckets)
  local name, count = 0, 0
  for _, status in ipairs(task_status.SETTLED) do
    local total = columns_of(buckets, status, #buckets)[1]
    name, count = math.max(name, #status), math.max(count, #number.count(total))
  end
  return {name, count}
end

local COLUMNS = {{}, {align = "right"}, {}}

local function rows_of(report, merged)
  local rows = {}
  for i, status in ipairs(task_status.SETTLED) do
    local columns = columns_of(report.buckets, status, merged)
    local line = {text = bar.sparkline(columns), colour = task_status.of(status).colour}
    rows[i] = {status, number.count(sum(columns)), line}
  end
  return rows
end

-- Below the sparklines: when they begin and end.
local function axis(report, columns)
  local from, to = utc.text(report.buckets[1].from), utc.text(report.buckets[#report.buckets].from + report.width)
  local gap = columns - #from - #to
  return {"", "", {text = gap > 0 and from .. (" "):rep(gap) .. to or from, colour = "dim"}}
end

---@param report aliota.Timeline
---@param page aliota.Canvas
function timeline.draw(report, page)
  page:title("When tasks were settled", report.batches)
  local buckets = report.buckets
  if #buckets == 0 then return page:say("No task is settled at a known time.") end
  local merged = math.ceil(#buckets / page:room(label_widths(buckets)))
  local rows = rows_of(report, merged)
  rows[#rows + 1] = axis(report, math.ceil(#buckets / merged))
  page:grid(COLUMNS, rows)
  page:blank()
  page:say(("A column is %s; each line has a scale of its own. Times are UTC."):format(
    duration.text(merged * report.width)), "dim")
  if report.timeless > 0 then page:say(number.of(report.timeless, "settled task") .. " without a time.", "yellow") end
end

return timeline
