-- What a listing has seen, and whether that is all there is.
local sorted_keys = require "aliota.sorted_keys"

---@class aliota.Coverage
---@field rows integer            rows that came, in all passes
---@field unique integer          different tasks among them: those that were handed out
---@field duplicates integer      rows of tasks that were handed out before
---@field total_first integer|nil the service's Total at first …
---@field total_last integer|nil  … and at last
---@field passes integer          how often the pages were gone through, in whole or in part
---@field requests integer        requests that were sent, repeated ones included
---@field partitions {TaskStatus: string, total: integer}[]|nil  what a batch beyond the window was listed by
---@field order "unknown"|"stable"|"newest_change_first"|"oldest_change_first"|nil  as far as the pages tell
---@field absent integer|nil      of a list of devices: names that were handed out without a task
---@field over_cap table<string, integer>  states with more tasks than can be reached by pages: TaskStatus → Total
---@field things string           what is listed, in the plural: "tasks"
---@field complete boolean        whether every task that there is was handed out; false until the end
local Coverage = {}
Coverage.__index = Coverage
Coverage.__name = "aliota.Coverage"

local coverage = {}

---@param known table|nil figures of a cursor
---@param things string|nil what is listed, in the plural; "tasks"
---@return aliota.Coverage
function coverage.new(known, things)
  local self = {
    rows = 0, unique = 0, duplicates = 0, passes = 0, requests = 0, over_cap = {}, complete = false,
    things = things or "tasks",
  }
  for name, value in pairs(known or {}) do self[name] = value end
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

local function add_to(self, part, names)
  for _, name in ipairs(names) do
    if part[name] or self[name] then self[name] = (self[name] or 0) + (part[name] or 0) end
  end
end

--- Adds what another listing has seen. Whether the whole is complete, who adds knows at the end.
---@param part aliota.Coverage|table
function Coverage:add(part)
  add_to(self, part, {"rows", "unique", "duplicates", "passes", "requests", "total_first", "total_last", "absent"})
  add_to(self.over_cap, part.over_cap or {}, sorted_keys(part.over_cap or {}))
end

function Coverage:__tostring()
  local what = ("%d of %s %s, %s"):format(self.unique, self.total_last or "?", self.things,
    self.complete and "complete" or "not known to be complete")
  for status, total in pairs(self.over_cap) do
    what = ("%s; %s has %d, of which pages show 100000"):format(what, status, total)
  end
  return what
end

return coverage
