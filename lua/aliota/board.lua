-- How many batches are doing: a line each, with counts, progress and failures.
local blank = require "aliota.blank"
local call_options = require "aliota.call_options"
local number = require "aliota.report.number"
local operation = require("aliota.operations").ListOTATaskByJob
local parameters = require "aliota.parameters"
local public = require "aliota.public"
local source = require "aliota.source"
local summary = require "aliota.summary"
local text = require "aliota.text"
local view = require "aliota.report.view"

local board = {}

---@class aliota.BoardLine
---@field JobId string
---@field job aliota.Job|nil         where a batch was given rather than its id
---@field summary aliota.Summary|nil nil when the service refused to tell
---@field consistent boolean|nil     whether the counts add up, see aliota.Counts
---@field err aliota.Error|nil       why there is no summary

---@class aliota.Board prints as a table; board:render {width = 120, colour = false} for any terminal
---@field lines aliota.BoardLine[]   in the order in which they were asked for

-- The view -----------------------------------------------------------------------------------------------------------

local KIND = {name = "board", looks = {}}

-- Ids are there to be copied: they are shown whole as long as they are no longer than ids are.
local COLUMNS = {
  {title = "batch", elastic = 32}, {title = "tasks", align = "right"}, {title = "settled", align = "right"},
  {bar = true, spare = 2}, {title = "open", align = "right", spare = 3}, {title = "failed", align = "right"},
  {title = "failure", align = "right", spare = 1}, {title = "canceled", align = "right", spare = 4},
  {title = "state", spare = 5},
}

local function row_of(line)
  local report, id = line.summary, text.line(line.JobId)
  local state = line.job and text.line(line.job.JobStatus) or ""
  if not report then return {id, {text = "?", colour = "red"}, "", 0, "", "", "", "", state} end
  local failed = report.by_status.FAILED
  local colour = failed > 0 and "red" or nil
  return {
    id, number.count(report.total), number.percent(report.settled_rate),
    {text = report.settled_rate or 0, colour = report.open == 0 and "green" or "blue"}, number.count(report.open),
    {text = number.count(failed), colour = colour}, {text = number.percent(report.failure_rate), colour = colour},
    number.count(report.by_status.CANCELED), state,
  }
end

local function draw_problems(self, page)
  for _, line in ipairs(self.lines) do
    if line.err then page:say(("%s: %s"):format(text.printable(line.JobId), tostring(line.err)), "red") end
    if line.consistent == false then
      page:say(text.printable(line.JobId) .. ": the counts don't add up; tasks changed state meanwhile.", "yellow")
    end
  end
end

function KIND.draw(self, page)
  page:title(number.of(#self.lines, "batch", "batches"), {})
  local rows = {}
  for i, line in ipairs(self.lines) do rows[i] = row_of(line) end
  if #rows > 0 then page:grid(COLUMNS, rows) end
  page:blank()
  draw_problems(self, page)
  page:say("Settled is what succeeded, failed or was canceled; failure is of what succeeded or failed.", "dim")
end

local META = view.meta(KIND)

-- Making it ----------------------------------------------------------------------------------------------------------

local function is_batch(value)
  return type(value) == "string" or type(value) == "table" and type(rawget(value, "JobId")) == "string"
end

local function problem_with_list(jobs)
  if jobs[1] == nil and next(jobs) ~= nil then return "an array of batches expected, not a table with other keys" end
  for i, job in ipairs(jobs) do
    local id = type(job) == "table" and job.JobId or job
    if type(id) ~= "string" then
      return ("batch %d must be a JobId or a batch of client:jobs, not a %s"):format(i, type(job))
    end
    local emptiness = blank(id)
    if emptiness then return ("batch %d %s; it must be a JobId or a batch of client:jobs"):format(i, emptiness) end
  end
end

--- Checks what a board is asked for.
---@param jobs any
---@param options any
---@return string|nil problem
---@return (string|aliota.Job)[]|aliota.Iterator|nil jobs
---@return table|nil ours
function board.check(jobs, options)
  if is_batch(jobs) then jobs = {jobs} end
  local misuse = type(jobs) ~= "table" and "a " .. type(jobs) or public.given(jobs)
    or jobs.pair and "an iterator of " .. tostring(jobs.pair)
  if misuse then return "a JobId, or an array or an iterator of batches expected, not " .. misuse end
  local wrong = type(jobs.next) ~= "function" and problem_with_list(jobs) -- an iterator is not read yet
  if wrong then return wrong end
  local ours, problem = call_options.alone(options, call_options.CALL, operation)
  return problem, jobs, ours
end

-- What an iterator gives is known no sooner than now.
local function all_of(jobs)
  if type(jobs.next) ~= "function" then return jobs end
  local list, err = jobs:collect()
  local problem = list and problem_with_list(list)
  if problem then error("board: " .. problem, 0) end
  return list, err
end

-- That the service refuses one batch says nothing about the others; whatever else fails, fails for all.
local function count(account, id, ours, limits)
  local asked = assert(parameters(operation, {JobId = id, IotInstanceId = account.config.instance_id}))
  local counts, err = summary(source.new(account, operation, asked, ours, limits), id)
  if not counts and err.kind ~= "api" then return nil, err end
  if not counts then return {JobId = id, err = err} end
  return {JobId = id, summary = counts:report(), consistent = counts.consistent}
end

--- Counts the tasks of batches, one batch after the other.
---@param account aliota.Account
---@param jobs (string|aliota.Job)[]|aliota.Iterator  found good
---@param ours table
---@return aliota.Board|nil
---@return aliota.Error|nil
function board.of(account, jobs, ours)
  local limits, lines = source.shared_limits(account, ours), {}
  local list, err = all_of(jobs)
  if not list then return nil, err end
  for i, job in ipairs(list) do
    local line
    line, err = count(account, type(job) == "table" and job.JobId or job, ours, limits)
    if not line then return nil, err end
    line.job, lines[i] = type(job) == "table" and job or nil, line
  end
  return setmetatable({lines = lines}, META)
end

return board
