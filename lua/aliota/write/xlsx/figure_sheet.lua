-- The sheet of figures: tasks by state, why they did not succeed, and how they end by the version they start from.
local cells = require "aliota.write.xlsx.cells"
local coverage = require "aliota.show.report_coverage"
local merge = require "aliota.util.merge"
local noted_batches = require "aliota.report.noted_batches"
local reasons = require "aliota.report.reasons"
local styles = require "aliota.write.xlsx.cell_styles"
local summary = require "aliota.report.summary"
local versions = require "aliota.report.versions"
local worksheet = require "aliota.write.xlsx.worksheet"

local WIDTHS = {60, 12, 12, 12, 12, 12, 12}

---@class aliota.write.Figures
local Figures = {}
Figures.__index = Figures

--- The fields that they are made of.
---@type string[]
Figures.FIELDS = {"JobId"}

---@return aliota.write.Figures
function Figures.new()
  local self = setmetatable({summary = summary.new(), reasons = reasons.new {}, versions = versions.new {}}, Figures)
  self.batches, self.note_batch = noted_batches()
  return self
end

do
  local made, fields = Figures.new(), {}
  for _, name in ipairs {"summary", "reasons", "versions"} do fields = merge(fields, made[name].fields) end
  for name in pairs(fields) do table.insert(Figures.FIELDS, name) end
end

---@param task aliota.Task
function Figures:add(task)
  self.note_batch(task.JobId)
  self.summary:add(task)
  self.reasons:add(task)
  self.versions:add(task)
end

-- Rows: a list of cells each ----------------------------------------------------------------------------------------

local function count(value) return cells.number(value, styles.COUNT) end
local function share(value) return value and cells.number(value, styles.SHARE) or cells.EMPTY end

local function headings(...)
  local row = {...}
  for i, name in ipairs(row) do row[i] = cells.text(name, styles.HEADER) end
  return row
end

local function add_head(self, rows, seen, now)
  rows[1] = {cells.text("Update tasks", styles.TITLE)}
  rows[2] = {cells.text((coverage.sentence(seen)))}
  rows[3] = {cells.text("Made (UTC)", styles.BOLD), cells.time(now) or cells.EMPTY}
  for _, id in ipairs(self.batches) do rows[#rows + 1] = {cells.text("Batch", styles.BOLD), cells.text(id)} end
end

local function add_states(rows, found)
  rows[#rows + 1] = {}
  rows[#rows + 1] = headings("TaskStatus", "tasks", "share")
  for _, each in ipairs(found.statuses) do
    rows[#rows + 1] = {cells.text(each.status, styles.of_state(each.status)), count(each.count), share(each.share)}
  end
  rows[#rows + 1] = {cells.text("all", styles.BOLD), count(found.total)}
  for _, rate in ipairs {"settled_rate", "success_rate", "failure_rate"} do
    rows[#rows + 1] = {cells.text((rate:gsub("_", " ")), styles.BOLD), cells.EMPTY, share(found[rate])}
  end
end

local function add_reasons(rows, found)
  rows[#rows + 1] = {}
  rows[#rows + 1] = headings("Why tasks did not succeed", "tasks", "share", "first device")
  for _, each in ipairs(found.reasons) do
    rows[#rows + 1] = {cells.text(reasons.words(each)), count(each.count), share(each.share), cells.any(each.example)}
  end
end

local function add_versions(rows, found)
  rows[#rows + 1] = {}
  rows[#rows + 1] = headings("SrcVersion", "tasks", "succeeded", "failed", "canceled", "open", "failure rate")
  for _, each in ipairs(found.versions) do
    local by_status = each.by_status
    rows[#rows + 1] = {
      cells.text(each.version), count(each.total), count(by_status.SUCCEEDED or 0), count(by_status.FAILED or 0),
      count(by_status.CANCELED or 0), count(each.open), share(each.failure_rate),
    }
  end
end

local function write_row(out, number, row)
  out:write(('<row r="%d">'):format(number))
  for i, cell in ipairs(row) do out:write(('<c r="%s%d'):format(cells.column(i), number) .. cell) end
  out:write "</row>"
end

--- Writes the sheet.
---@param out aliota.write.Target
---@param seen aliota.ReportCoverage
---@param now number  epoch seconds
function Figures:write(out, seen, now)
  local rows = {}
  add_head(self, rows, seen, now)
  add_states(rows, self.summary:finish())
  add_reasons(rows, self.reasons:finish())
  add_versions(rows, self.versions:finish())
  out:write(worksheet.head(WIDTHS, false))
  for number, row in ipairs(rows) do write_row(out, number, row) end
  out:write(worksheet.foot())
end

return Figures
