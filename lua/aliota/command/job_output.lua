-- Batches in a list: in columns for a person, in lines of JSON for a program.
local canvas = require "aliota.show.canvas"
local coverage = require "aliota.show.report_coverage"
local json_of = require "aliota.command.plain_data"
local raise = require "aliota.util.raise"
local terminal = require "aliota.show.terminal"
local text = require "aliota.show.text"

local job_output = {}

-- The most telling first; those at the end are left out first. An id is there to be copied.
local FOR_EYES = {"JobId", "JobStatus", "UtcCreate", "SelectionType", "TargetSelection", "FirmwareId", "UtcEndTime"}

local function columns_of(fields)
  local columns = {}
  for i, name in ipairs(fields) do
    columns[i] = {title = name, elastic = name == "JobId" and 32 or 16, yields = i, spare = i > 1 and i or nil}
  end
  return columns
end

--- All of them, as a table.
---@param script aliota.Script
---@param jobs aliota.Iterator
---@param fields string[]|nil
function job_output.table(script, jobs, fields)
  fields = fields or FOR_EYES
  local list, err = jobs:collect()
  if not list then raise(err) end
  local page, rows = canvas.new(terminal.width(), terminal.has_colour()), {}
  for i, job in ipairs(list) do
    rows[i] = {}
    for j, name in ipairs(fields) do rows[i][j] = text.line(tostring(job[name] or "")) end
  end
  if rows[1] then page:grid(columns_of(fields), rows) end
  page:blank()
  page:say(coverage.sentence(coverage.of(jobs, #list)):gsub("task", "batch"), "dim")
  script:say(page:text())
end

--- As they come, an object a line.
---@param script aliota.Script
---@param jobs aliota.Iterator
---@param fields string[]|nil
function job_output.ndjson(script, jobs, fields)
  for job in jobs do
    local chosen = fields and {} or job
    for _, name in ipairs(fields or {}) do chosen[name] = job[name] end
    script:say(json_of(chosen))
  end
end

return job_output
