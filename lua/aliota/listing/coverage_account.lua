-- What coverage tells, and notes where there is more to tell than figures; how that of several listings adds up.
local Coverage = require("aliota.listing.coverage").class
local merge = require "aliota.util.merge"
local sorted_keys = require "aliota.util.sorted_keys"

local MOST_PROBLEMS, MOST_TOLD = 20, 3

--- Notes the Total of what is in one state.
---@local
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
---@local
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

local function add_to(self, part, names)
  for _, name in ipairs(names) do
    if part[name] or self[name] then self[name] = (self[name] or 0) + (part[name] or 0) end
  end
end

--- Adds what it took another listing, of the same tasks or of others, and what was wrong there.
---@local
---@param part aliota.Coverage|table
function Coverage:add_effort(part)
  add_to(self, part, {"rows", "duplicates", "refused", "replaced", "passes", "requests"})
  local before = self.problem_count
  for _, problem in ipairs(part.problems or {}) do self:note_problem(problem) end
  self.problem_count = before + (part.problem_count or 0)
end

--- Adds what a listing of others has seen. Whether the whole is complete, who adds knows at the end.
---@local
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
---@local
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
