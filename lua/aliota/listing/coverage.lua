-- What a listing has seen, and whether that is all there is.
local merge = require "aliota.util.merge"
local sorted_keys = require "aliota.util.sorted_keys"

---@class aliota.Coverage
---@field JobId string|nil        the batch that is listed, where it is one
---@field rows integer            rows that came and were asked for, in all passes
---@field unique integer          different tasks among them: those that were handed out
---@field earlier integer|nil     of a listing that goes on from a cursor: those of them that were before it
---@field duplicates integer      rows of tasks that were handed out before
---@field refused integer         rows that came and were not asked for: of another state, another batch
---@field replaced integer        texts that came with what is no character; it became U+FFFD
---@field total_first integer|nil the service's Total at first …
---@field total_last integer|nil  … and at last
---@field passes integer          how often the pages were gone through, in whole or in part
---@field requests integer        requests that were sent, repeated ones included
---@field partitions {TaskStatus: string, total: integer}[]|nil  what a batch beyond the window was listed by
---@field order "unknown"|"stable"|"newest_change_first"|"oldest_change_first"|nil  as far as the pages tell
---@field absent integer|nil      of a list of devices: names that were handed out without a task
---@field over_cap table<string, integer>  states with more tasks than can be reached by pages: TaskStatus → Total
---@field problems aliota.Problem[]  in what the service contradicted itself, also where that was made good later: the
---                               first 20 different ones
---@field problem_count integer   how many there were, each as often as it was met
---@field things string           what is listed, in the plural: "tasks"
---@field complete boolean        whether every task that there is was handed out; false until the end
local Coverage = {}
Coverage.__index = Coverage
Coverage.__name = "aliota.Coverage"

local coverage = {}

local MOST_PROBLEMS, MOST_TOLD = 20, 3

---@param known table|nil figures of a cursor
---@param things string|nil what is listed, in the plural; "tasks"
---@param job_id string|nil of the batch, where it is one
---@return aliota.Coverage
function coverage.new(known, things, job_id)
  local self = {
    JobId = job_id,
    rows = 0, unique = 0, duplicates = 0, refused = 0, replaced = 0, passes = 0, requests = 0, over_cap = {},
    problems = {}, problem_count = 0, complete = false, things = things or "tasks",
  }
  if known then
    for name, value in pairs(known) do self[name] = value end
  end
  return setmetatable(self, Coverage)
end

---@param rows integer that came
---@param known integer of them were handed out before
function Coverage:note_rows(rows, known)
  self.rows, self.duplicates = self.rows + rows, self.duplicates + known
  self.unique = self.unique + rows - known
end

--- Notes a name that was asked for.
---@param has_task boolean
function Coverage:note_named(has_task)
  if has_task then return self:note_rows(1, 0) end
  self.absent = self.absent + 1
end

--- Notes the Total of what the listing is about.
---@param total integer
function Coverage:note_total(total)
  self.total_first, self.total_last = self.total_first or total, total
end

--- Notes the Total of what is in one state.
---@param status string
---@param total integer
function Coverage:note_partition(status, total)
  self.partitions = self.partitions or {}
  for _, known in ipairs(self.partitions) do
    if known.TaskStatus == status then
      known.total = total
      return
    end
  end
  self.partitions[#self.partitions + 1] = {TaskStatus = status, total = total}
end

local function find(problems, problem)
  for _, known in ipairs(problems) do
    if known.message == problem.message and known.TaskStatus == problem.TaskStatus then return known end
  end
end

--- Notes in what the service contradicts itself.
---@param problem aliota.Problem
function Coverage:note_problem(problem)
  local times = problem.times or 1
  local known = find(self.problems, problem)
  self.problem_count = self.problem_count + times
  if known then
    known.times = known.times + times
  elseif #self.problems < MOST_PROBLEMS then
    self.problems[#self.problems + 1] = merge({times = times}, problem)
  end
end

--- Notes what was wrong with an answer.
---@param reading {page: aliota.Page, refused: integer, replaced: integer|nil}
---@param status string|nil  TaskStatus that was asked for
function Coverage:note_flaws(reading, status)
  self.refused, self.replaced = self.refused + reading.refused, self.replaced + (reading.replaced or 0)
  for _, problem in ipairs(reading.page.problems or {}) do
    problem.TaskStatus = status
    self:note_problem(problem)
  end
end

local function add_to(self, part, names)
  for _, name in ipairs(names) do
    if part[name] or self[name] then self[name] = (self[name] or 0) + (part[name] or 0) end
  end
end

--- Adds what it took another listing, of the same tasks or of others, and what was wrong there.
---@param part aliota.Coverage|table
function Coverage:add_effort(part)
  add_to(self, part, {"rows", "duplicates", "refused", "replaced", "passes", "requests"})
  local before = self.problem_count
  for _, problem in ipairs(part.problems or {}) do self:note_problem(problem) end
  self.problem_count = before + (part.problem_count or 0)
end

--- Adds what a listing of others has seen. Whether the whole is complete, who adds knows at the end.
---@param part aliota.Coverage|table
function Coverage:add(part)
  self:add_effort(part)
  add_to(self, part, {"unique", "total_first", "total_last", "absent"})
  add_to(self.over_cap, part.over_cap or {}, sorted_keys(part.over_cap or {}))
end

local function problems_in_words(self)
  local words = {}
  for i = 1, math.min(#self.problems, MOST_TOLD) do
    local problem = self.problems[i]
    words[i] = (problem.TaskStatus and problem.TaskStatus .. ", " or "") .. problem.message
  end
  if #self.problems > MOST_TOLD then words[#words + 1] = ("%d problems in all"):format(self.problem_count) end
  return words
end

local function of(count, one, many) return ("%d %s"):format(count, count == 1 and one or many) end

--- In words, what was wrong with what came, and why what is missing is; not where that was made good in the end.
---@return string[] parts of a sentence
function Coverage:flaws()
  local words = self.complete and {} or problems_in_words(self)
  if self.refused > 0 then
    words[#words + 1] = of(self.refused, "row was not asked for", "rows were not asked for")
  end
  if self.replaced > 0 then words[#words + 1] = "U+FFFD in " .. of(self.replaced, "text", "texts") end
  return words
end

function Coverage:__tostring()
  local what = ("%d of %s %s, %s"):format(self.unique, self.total_last or "?", self.things,
    self.complete and "complete" or "not known to be complete")
  for status, total in pairs(self.over_cap) do
    what = ("%s; %s has %d, of which pages show 100000"):format(what, status, total)
  end
  for _, flaw in ipairs(self:flaws()) do what = what .. "; " .. flaw end
  return what
end

return coverage
