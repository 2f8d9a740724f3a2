-- A line for each of several batches: progress, open and failed tasks.
local compat = require "aliota.util.compat"
local number = require "aliota.show.number"
local text = require "aliota.show.text"

local batch_table = {}

---@class aliota.BatchLine
---@field JobId string
---@field job {JobStatus: string}|nil  what the batch says of itself, where that is known
---@field summary aliota.Summary|nil   nil when the service refused to tell
---@field consistent boolean|nil       false: the counts don't add up
---@field err aliota.Error|nil         what went wrong when it was last looked at
---@field time_left string|nil         where it is watched: how long it still takes

-- Ids are there to be copied: they are shown whole as long as they are no longer than ids are.
local COLUMNS = {
  {title = "batch", elastic = 32}, {title = "tasks", align = "right"}, {title = "settled", align = "right"},
  {bar = true, spare = 3}, {title = "open", align = "right", spare = 4}, {title = "failed", align = "right"},
  {title = "failure", align = "right", spare = 2}, {title = "canceled", align = "right", spare = 5},
  {title = "state", spare = 6},
}

local WATCH_COLUMNS = {compat.unpack(COLUMNS)}
WATCH_COLUMNS[#WATCH_COLUMNS + 1] = {title = "left", align = "right", spare = 1}

local function row_of(line)
  local report, id = line.summary, text.line(line.JobId)
  local state = line.job and text.line(line.job.JobStatus) or ""
  if not report then return {id, {text = "?", colour = "red"}, "", 0, "", "", "", "", state, ""} end
  local failures = report.by_status.FAILED
  local colour = failures > 0 and "red" or nil
  local progress = {text = report.settled_rate or 0, colour = report.settled == report.total and "green" or "blue"}
  return {
    id, number.count(report.total), number.percent(report.settled_rate), progress, number.count(report.open),
    {text = number.count(failures), colour = colour}, {text = number.percent(report.failure_rate), colour = colour},
    number.count(report.by_status.CANCELED), state, line.time_left or "",
  }
end

--- The table.
---@param page aliota.Canvas
---@param lines aliota.BatchLine[]
function batch_table.grid(page, lines)
  local rows, columns = {}, COLUMNS
  for i, line in ipairs(lines) do
    rows[i] = row_of(line)
    if line.time_left then columns = WATCH_COLUMNS end
  end
  if #rows > 0 then page:grid(columns, rows) end
end

--- What is wrong with which of them.
---@param page aliota.Canvas
---@param lines aliota.BatchLine[]
function batch_table.problems(page, lines)
  for _, line in ipairs(lines) do
    local id = text.line(line.JobId)
    if line.err then page:say(("%s: %s"):format(id, text.line(tostring(line.err))), "red") end
    if line.consistent == false then
      page:say(id .. ": the counts don't add up; tasks changed state meanwhile.", "yellow")
    end
  end
end

return batch_table
