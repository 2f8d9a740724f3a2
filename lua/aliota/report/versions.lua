-- How updates end by the version they start from. The order is by what is certain, not by what is seen: 1 failure of 2
-- may be bad luck, 300 of 1,000 are not, so versions are ranked by the low end of the failure rate's 95 % interval.
local groups = require "aliota.report.groups"
local number = require "aliota.show.number"
local statistics = require "aliota.report.statistics"
local task_status = require "aliota.api.task_status"
local text = require "aliota.show.text"
local types = require "aliota.util.option_types"

local versions = {name = "versions", options = {most = types.COUNT}}

local MOST_LINES = 20
local NO_VERSION = "(none)"

local Collector = {fields = {SrcVersion = true, TaskStatus = true}}
Collector.__index = Collector

local function new_group(name)
  return {version = name, total = 0, by_status = {}}
end

function versions.new(options)
  return setmetatable({groups = groups.new(new_group), most = options.most}, Collector)
end

function Collector:add(task)
  local group = self.groups:of(task.SrcVersion or NO_VERSION)
  local by_status, status = group.by_status, task.TaskStatus or task_status.NONE
  group.total = group.total + 1
  by_status[status] = (by_status[status] or 0) + 1
end

---@class aliota.Version
---@field version string            SrcVersion; "(none)": tasks without; "(others)": what came after 1,000 others
---@field total integer
---@field by_status table<string, integer>
---@field ended integer             SUCCEEDED and FAILED
---@field open integer
---@field failure_rate number|nil   FAILED of ended; nil when none ended, as are the next two
---@field low number|nil            of its 95 % interval
---@field high number|nil

---@class aliota.VersionReport: aliota.Report
---@field most integer  lines that are printed
---@field versions aliota.Version[]  the highest `low` first, those of which none ended last

local function complete(group)
  local by_status, open = group.by_status, 0
  for status, count in pairs(by_status) do open = open + (task_status.IS_OPEN[status] and count or 0) end
  local failed = by_status.FAILED or 0
  group.version, group.open, group.ended = text.of(group.version), open, failed + (by_status.SUCCEEDED or 0)
  group.failure_rate = number.share(failed, group.ended)
  group.low, group.high = statistics.wilson(failed, group.ended)
end

local function by_certain_failures(a, b)
  local low_a, low_b = a.low or -1, b.low or -1
  if low_a ~= low_b then return low_a > low_b end
  if a.total ~= b.total then return a.total > b.total end
  return a.version < b.version
end

function Collector:finish()
  local list = self.groups.list
  for _, group in ipairs(list) do complete(group) end
  table.sort(list, by_certain_failures)
  return {versions = list, most = self.most or MOST_LINES}
end

-- The view -----------------------------------------------------------------------------------------------------------

local COLUMNS = {
  {title = "from", elastic = 16}, {title = "tasks", align = "right"},
  {title = "succeeded", align = "right", spare = 5}, {title = "failed", align = "right", spare = 2},
  {title = "canceled", align = "right", spare = 4}, {title = "open", align = "right", spare = 3},
  {title = "failure", align = "right"}, {title = "95 % interval", align = "right", spare = 1}, {bar = true},
}

local function row_of(version)
  local by_status = version.by_status
  return {
    text.line(version.version), number.count(version.total), number.count(by_status.SUCCEEDED or 0),
    number.count(by_status.FAILED or 0), number.count(by_status.CANCELED or 0), number.count(version.open),
    number.percent(version.failure_rate), number.interval(version.low, version.high),
    {text = version.failure_rate or 0, colour = "red"},
  }
end

---@param report aliota.VersionReport
---@param page aliota.Canvas
function versions.draw(report, page)
  page:title("Failures by source version", report.batches)
  local rows = {}
  for i = 1, math.min(#report.versions, report.most) do rows[i] = row_of(report.versions[i]) end
  page:grid(COLUMNS, rows)
  page:left_out(#report.versions - #rows, "version")
  page:blank()
  page:say("The failure rate is of tasks that succeeded or failed. The surest failures come first.", "dim")
end

return versions
