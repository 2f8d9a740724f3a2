-- Why tasks failed or were canceled: texts that differ in numbers, ids or case alone are one reason.
local groups = require "aliota.report.groups"
local merge = require "aliota.util.merge"
local number = require "aliota.show.number"
local of_task = require "aliota.api.reason"
local task_status = require "aliota.api.task_status"
local text = require "aliota.show.text"
local types = require "aliota.util.option_types"

local reasons = {name = "reasons", options = {most = types.COUNT}}

local MOST_LINES = 20

local Collector = {fields = merge(of_task.FIELDS, {DeviceName = true})}
Collector.__index = Collector

local function new_group(name, cause, said, device)
  return {cause = cause, reason = said or name, example = device, count = 0}
end

function reasons.new(options)
  return setmetatable({groups = groups.new(new_group), failed = 0, canceled = 0, most = options.most}, Collector)
end

-- The cause is a part of the name: a text alone does not tell whether the task was canceled.
local function note(self, task)
  local cause, said = of_task.of(task)
  local group = self.groups:of((cause or "") .. "\0" .. said, cause, said, task.DeviceName)
  group.count = group.count + 1
end

function Collector:add(task)
  local status = task.TaskStatus
  if status == "FAILED" then
    self.failed = self.failed + 1
    note(self, task)
  elseif status == "CANCELED" then
    self.canceled = self.canceled + 1
    note(self, task)
  end
end

local function by_count(a, b)
  if a.count ~= b.count then return a.count > b.count end
  if a.reason ~= b.reason then return a.reason < b.reason end
  return (a.cause or "") < (b.cause or "")
end

---@class aliota.Reason
---@field cause string|nil   one of those that aliota.reason names
---@field reason string      the folded text, which aliota.filter.reason understands; empty: none was given
---@field count integer
---@field share number       of all that failed or were canceled
---@field example string|nil the DeviceName of the first one

---@class aliota.Reasons: aliota.Report
---@field most integer  lines that are printed
---@field reasons aliota.Reason[]  the most frequent first; of more than 1,000 the rest is one, "(others)"
---@field failed integer
---@field canceled integer

function Collector:finish()
  local list, all = self.groups.list, self.failed + self.canceled
  for _, group in ipairs(list) do group.share = group.count / all end
  table.sort(list, by_count)
  return {reasons = list, failed = self.failed, canceled = self.canceled, most = self.most or MOST_LINES}
end

-- The view -----------------------------------------------------------------------------------------------------------

local COLUMNS = {{align = "right"}, {align = "right"}, {elastic = 24}, {bar = true}}

--- A reason in words: its cause, its text, or both.
---@param reason {cause: string|nil, reason: string}
---@return string
function reasons.words(reason)
  return of_task.words(reason.cause, text.line(reason.reason))
end

---@param report aliota.Reasons
---@param page aliota.Canvas
function reasons.draw(report, page)
  page:title("Why tasks did not succeed", report.batches)
  local rows, percents = {}, number.percents_of(report.reasons, report.failed + report.canceled)
  for i = 1, math.min(#report.reasons, report.most) do
    local reason = report.reasons[i]
    local colour = task_status.of(reason.cause == "canceled" and "CANCELED" or "FAILED").colour
    rows[i] = {
      number.count(reason.count), percents[i], reasons.words(reason),
      {text = reason.share, colour = colour},
    }
  end
  page:grid(COLUMNS, rows)
  page:left_out(#report.reasons - #rows, "reason")
  page:blank()
  page:say(("%s failed, %s canceled, of %s."):format(number.count(report.failed), number.count(report.canceled),
    number.of(report.tasks, "task")))
end

return reasons
