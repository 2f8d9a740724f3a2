-- The state of every device, kept in a file to compare with later.
local Iterator = require "aliota.listing.iterator"
local content_of = require "aliota.util.content"
local errors = require "aliota.api.errors"
local file = require "aliota.report.snapshot_file"
local number = require "aliota.show.number"
local target = require "aliota.util.target"
local task_status = require "aliota.api.task_status"
local text = require "aliota.show.text"
local types = require "aliota.util.option_types"
local utc = require "aliota.util.utc"

local add_device = file.add

local snapshot = {name = "snapshot", options = {path = types.STRING, now = types.TIME}}

local NONE = "" -- a state, a name, an id that there is not

local Collector = {fields = {DeviceName = true, TaskStatus = true, JobId = true, ProductKey = true}}
Collector.__index = Collector

function snapshot.new(options)
  if (options.path or "") == "" then return nil, "path must name the file to write" end
  return setmetatable({
    path = options.path, now = options.now, states = {}, marks = {}, sections = {}, by_batch = {},
  }, Collector)
end

-- The byte of a state that has none yet.
local function new_mark(self, status)
  local name = status == nil and NONE or text.of(status)
  if #self.states >= file.MOST_STATES - 1 then name = task_status.OTHERS end -- there is room for no more
  local mark = self.marks[name]
  if not mark then
    self.states[#self.states + 1] = name
    mark = string.char(#self.states)
    self.marks[name] = mark
  end
  return mark
end

-- The stems of the task's batch and product, which mostly are those of the task before.
local function enter(self, task)
  local job, product = text.of(task.JobId or NONE), text.of(task.ProductKey or NONE)
  local key = #job .. ":" .. job .. product
  local section = self.by_batch[key]
  if not section then
    section = {JobId = job, ProductKey = product, stems = {}}
    self.by_batch[key], self.sections[#self.sections + 1] = section, section
  end
  self.job, self.product, self.stems = task.JobId, task.ProductKey, section.stems
end

function Collector:add(task)
  if task.JobId ~= self.job or task.ProductKey ~= self.product or not self.stems then enter(self, task) end
  local name, status = task.DeviceName, task.TaskStatus
  if type(name) ~= "string" then name = name == nil and NONE or text.of(name) end
  add_device(self.stems, name, self.marks[status] or new_mark(self, status))
end

---@class aliota.Snapshot: aliota.Report
---@field path string
---@field taken integer  epoch seconds
---@field bytes integer  of the file

function Collector:finish(seen)
  local data = {
    taken = math.floor(self.now), coverage = seen.coverage, states = self.states, sections = self.sections,
  }
  local content = file.encode(data)
  local ok, problem = target.write(self.path, content)
  if not ok then return nil, errors.of_file(problem) end
  return {path = self.path, taken = data.taken, bytes = #content}
end

-- Reading ------------------------------------------------------------------------------------------------------------

local function present(value) return value ~= NONE and value or nil end

-- Stems of all sections, each with the ids of its section.
local function groups_of(data)
  local groups = {}
  for _, section in ipairs(data.sections) do
    for _, group in ipairs(section.list) do
      group.JobId, group.ProductKey = present(section.JobId), present(section.ProductKey)
      groups[#groups + 1] = group
    end
  end
  return groups
end

local function tasks_of(data)
  local groups, g, i = groups_of(data), 1, 0
  return Iterator.new(function()
    while groups[g] do
      i = i + 1
      local group = groups[g]
      local name, state = file.entry(group, i)
      if name then
        return {
          DeviceName = present(name), TaskStatus = present(data.states[state]), JobId = group.JobId,
          ProductKey = group.ProductKey,
        }
      end
      g, i = g + 1, 0
    end
  end)
end

--- The tasks of a snapshot, by their batch and in no certain order: DeviceName, TaskStatus, JobId and ProductKey.
---@param path string
---@return aliota.Iterator|nil tasks with `taken`, epoch seconds
---@return aliota.Error|nil
function snapshot.read(path)
  local content, problem = content_of(path)
  if not content then return nil, errors.of_file(problem) end
  local data
  data, problem = file.decode(content)
  if not data then return nil, errors.of_file(path .. ": " .. problem) end
  local tasks, coverage = tasks_of(data), data.coverage
  tasks.taken = data.taken
  tasks.coverage = {unique = coverage.unique, total_last = coverage.total, complete = coverage.complete}
  return tasks
end

-- The view -----------------------------------------------------------------------------------------------------------

---@param report aliota.Snapshot
---@param page aliota.Canvas
function snapshot.draw(report, page)
  page:title("Snapshot of " .. number.of(report.tasks, "task"), report.batches)
  page:say(("%s: %s, taken at %s UTC."):format(text.printable(report.path), number.of(report.bytes, "byte"),
    utc.text(report.taken)))
end

return snapshot
