-- How many batches are doing: a line each, with counts, progress and failures.
local batch_table = require "aliota.watch.batch_table"
local blame = require "aliota.util.blame"
local blank = require "aliota.util.blank"
local check_options = require "aliota.util.check_options"
local limit_options = require "aliota.util.limit_options"
local metatable = require "aliota.report.metatable"
local number = require "aliota.show.number"
local operation = require "aliota.api.task_list"
local parameters = require "aliota.api.parameters"
local public = require "aliota.util.public"
local source = require "aliota.call.source"
local summary = require "aliota.report.batch_counts"

local board = {}

---@class aliota.Board prints as a table; board:render {width = 120, colour = false} for any terminal
---@field lines aliota.BatchLine[]   in the order in which they were asked for

-- The view -----------------------------------------------------------------------------------------------------------

local KIND = {name = "board", looks = {}}

function KIND.draw(self, page)
  page:title(number.of(#self.lines, "batch", "batches"), {})
  batch_table.grid(page, self.lines)
  page:blank()
  batch_table.problems(page, self.lines)
  page:say("Settled is what succeeded, failed or was canceled; failure is of what succeeded or failed.", "dim")
end

local META = metatable(KIND)

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
  local ours, problem = check_options.read(options, limit_options)
  return problem, jobs, ours
end

-- What an iterator gives is known no sooner than now.
local function all_of(jobs)
  if type(jobs.next) ~= "function" then return jobs end
  local list, err = jobs:collect()
  local problem = list and problem_with_list(list)
  if problem then blame("board: " .. problem) end
  return list, err
end

-- That the service refuses one batch says nothing about the others; whatever else fails, fails for all.
local function count(account, id, ours, limits)
  local query = assert(parameters(operation, {JobId = id, IotInstanceId = account.config.instance_id}))
  local counts, err = summary(source.new(account, operation, query, ours, limits), id)
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
