-- How a batch is doing: tasks by state, and what became of those that are through.
local groups = require "aliota.report.groups"
local number = require "aliota.show.number"
local task_status = require "aliota.api.task_status"
local text = require "aliota.show.text"

local summary = {name = "summary", options = {}}

local Collector = {fields = {TaskStatus = true}}
Collector.__index = Collector

function summary.new()
  return setmetatable({groups = groups.new(function(status) return {status = status, count = 0} end)}, Collector)
end

function Collector:add(task)
  local group = self.groups:of(task.TaskStatus or task_status.NONE)
  group.count = group.count + 1
end

local function statuses(by_status, total)
  local list = {}
  for i, name in ipairs(task_status.sorted(by_status)) do
    local count = by_status[name]
    list[i] = {status = name, count = count, share = number.share(count, total)}
  end
  return list
end

local function count_of(by_status, which)
  local count = 0
  for name, tasks in pairs(by_status) do count = count + (which[name] and tasks or 0) end
  return count
end

---@class aliota.Summary: aliota.Report
---@field total integer
---@field statuses {status: string, count: integer, share: number|nil}[]  the documented states, then others by name
---@field by_status table<string, integer>  0 for a documented state without tasks; "(none)": tasks without TaskStatus
---@field settled integer                   SUCCEEDED, FAILED and CANCELED
---@field open integer                      CONFIRM, QUEUED, NOTIFIED and IN_PROGRESS
---@field ended integer                     SUCCEEDED and FAILED: what came to an end by itself
---@field settled_rate number|nil           settled of total; nil of nothing, as are the next two
---@field success_rate number|nil           SUCCEEDED of ended
---@field failure_rate number|nil           FAILED of ended

--- The figures of a summary, from counts that somebody has made.
---@param counts table<string, integer> by status
---@return table fields
function summary.of_counts(counts)
  local by_status, total = {}, 0
  for _, name in ipairs(task_status.NAMES) do by_status[name] = 0 end
  for name, count in pairs(counts) do by_status[name], total = count, total + count end
  local ended = by_status.SUCCEEDED + by_status.FAILED
  local settled = count_of(by_status, task_status.IS_SETTLED)
  return {
    total = total, by_status = by_status, statuses = statuses(by_status, total),
    settled = settled, open = count_of(by_status, task_status.IS_OPEN), ended = ended,
    settled_rate = number.share(settled, total),
    success_rate = number.share(by_status.SUCCEEDED, ended), failure_rate = number.share(by_status.FAILED, ended),
  }
end

function Collector:finish()
  local counts = {}
  for _, group in ipairs(self.groups.list) do
    local name = text.of(group.status)
    counts[name] = (counts[name] or 0) + group.count
  end
  return summary.of_counts(counts)
end

-- The view -----------------------------------------------------------------------------------------------------------

local STATUS_COLUMNS = {{elastic = 11}, {align = "right"}, {align = "right"}, {bar = true}}
local RATE_COLUMNS = {{}, {align = "right"}, {align = "right"}, {elastic = 8, spare = 1}}

local function status_row(each, percent)
  local colour = each.count > 0 and task_status.of(each.status).colour or "dim"
  return {
    {text = text.line(each.status), colour = colour}, number.count(each.count), percent,
    {text = each.share or 0, colour = colour},
  }
end

local function rate(name, part, whole, share, note)
  return {
    name, ("%s of %s"):format(number.count(part), number.count(whole)), number.percent(share),
    {text = note, colour = "dim"},
  }
end

---@param report aliota.Summary
---@param page aliota.Canvas
function summary.draw(report, page)
  page:title(number.of(report.total, "task"), report.batches)
  local rows, percents = {}, number.percents_of(report.statuses, report.total)
  for i, each in ipairs(report.statuses) do rows[i] = status_row(each, percents[i]) end
  page:grid(STATUS_COLUMNS, rows)
  page:blank()
  page:grid(RATE_COLUMNS, {
    rate("settled", report.settled, report.total, report.settled_rate, "ended or canceled"),
    rate("success", report.by_status.SUCCEEDED, report.ended, report.success_rate, "canceled ones not counted"),
    rate("failure", report.by_status.FAILED, report.ended, report.failure_rate, "canceled ones not counted"),
  })
end

return summary
