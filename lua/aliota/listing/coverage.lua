-- What a listing has seen, and whether that is all there is.
local lazy = require "aliota.util.lazy"

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
Coverage.things = "tasks" -- of most listings: not a figure that their coverage has to hold

local coverage = {class = Coverage}

---@param known table|nil figures of a cursor
---@param things string|nil what is listed, in the plural; "tasks"
---@param job_id string|nil of the batch, where it is one
---@return aliota.Coverage
function coverage.new(known, things, job_id)
  local self = {
    JobId = job_id,
    rows = 0, unique = 0, duplicates = 0, refused = 0, replaced = 0, passes = 0, requests = 0, over_cap = {},
    problems = {}, problem_count = 0, complete = false,
    things = things ~= Coverage.things and things or nil,
  }
  if known then
    for name, value in pairs(known) do self[name] = value end
  end
  return setmetatable(self, Coverage)
end

---@local
---@param rows integer that came
---@param known integer of them were handed out before
function Coverage:note_rows(rows, known)
  self.rows, self.duplicates = self.rows + rows, self.duplicates + known
  self.unique = self.unique + rows - known
end

--- Notes a name that was asked for.
---@local
---@param has_task boolean
function Coverage:note_named(has_task)
  if has_task then return self:note_rows(1, 0) end
  self.absent = self.absent + 1
end

--- Notes the Total of what the listing is about.
---@local
---@param total integer
function Coverage:note_total(total)
  self.total_first, self.total_last = self.total_first or total, total
end

--- Notes what was wrong with an answer.
---@local
---@param reading {page: aliota.Page, refused: integer, replaced: integer|nil}
---@param status string|nil  TaskStatus that was asked for
function Coverage:note_flaws(reading, status)
  self.refused, self.replaced = self.refused + reading.refused, self.replaced + (reading.replaced or 0)
  for _, problem in ipairs(reading.page.problems or {}) do
    problem.TaskStatus = status
    self:note_problem(problem)
  end
end

-- What is noted of few listings, added up of several, and told.
lazy.methods(Coverage, "aliota.listing.coverage_account", {
  "note_partition", "note_problem", "add_effort", "add", "flaws", "__tostring",
})

return coverage
