-- The states of an update task (ListOTATaskByJob, TaskStatus): a row each, with all that is known of it. A state that
-- the vendor adds one day is counted, named, placed behind these and coloured until it has a row of its own.
local lazy = require "aliota.util.lazy"
local ascii = require "aliota.util.ascii"
local byte_order = lazy "aliota.util.byte_order"

local status = {}

---@class aliota.TaskState
---@field name string|nil    nil: whatever has no row
---@field is_open boolean|nil  true: a task in it may still change by itself; false: it is through; nil: not known
---@field colour string      in a terminal, see show/canvas.lua
---@field class string       of a page's elements
---@field light string       the colour on a light page
---@field dark string        and on a dark one

---@type aliota.TaskState[] in the order of a task's life
status.ROWS = {
  {name = "CONFIRM", is_open = true, colour = "magenta", light = "#8b5cf6", dark = "#a78bfa"},
  {name = "QUEUED", is_open = true, colour = "yellow", light = "#64748b", dark = "#8b9bb0"},
  {name = "NOTIFIED", is_open = true, colour = "cyan", light = "#0e8fb0", dark = "#38bdd8"},
  {name = "IN_PROGRESS", is_open = true, colour = "blue", light = "#2f6fdb", dark = "#68a0f5"},
  {name = "SUCCEEDED", is_open = false, colour = "green", light = "#1f8a55", dark = "#43b97f"},
  {name = "FAILED", is_open = false, colour = "red", light = "#cf3d4f", dark = "#f0707e"},
  {name = "CANCELED", is_open = false, colour = "dim", light = "#a9741c", dark = "#d9a54a"},
}

--- What stands for every state that has no row.
---@type aliota.TaskState
status.UNKNOWN = {colour = "bold", class = "unknown", light = "#8a4b7d", dark = "#cf8fc2"}

--- Tasks in states that have no row, where only their number is known; tasks that came without a state.
status.OTHERS, status.NONE = "(others)", "(none)"

--- The names in the order of a task's life; those of them in which a task may still change; those in which it is
--- through.
---@type string[]
status.NAMES, status.OPEN, status.SETTLED = {}, {}, {}

--- Whether a task in this state may still change by itself; whether it is through.
---@type table<string, boolean>
status.IS_OPEN, status.IS_SETTLED = {}, {}

--- Where a state stands in a task's life, from 1.
---@type table<string, integer>
status.RANK = {}

for rank, row in ipairs(status.ROWS) do
  row.class = ascii.lower(row.name)
  status.NAMES[rank], status.RANK[row.name] = row.name, rank
  local list, is_one = status.SETTLED, status.IS_SETTLED
  if row.is_open then list, is_one = status.OPEN, status.IS_OPEN end
  list[#list + 1], is_one[row.name] = row.name, true
end

--- What is known of a state.
---@param name any a TaskStatus as it was sent
---@return aliota.TaskState
function status.of(name) return status.ROWS[status.RANK[name]] or status.UNKNOWN end

local function before(a, b)
  local rank_a, rank_b = status.RANK[a] or math.huge, status.RANK[b] or math.huge
  if rank_a ~= rank_b then return rank_a < rank_b end
  return byte_order.before(tostring(a), tostring(b))
end

--- The states that a table has something for: in the order of a task's life, then by name those that have no row.
---@param by_status table<string, any>
---@return string[]
function status.sorted(by_status)
  local names = {}
  for name in pairs(by_status) do names[#names + 1] = name end
  table.sort(names, before)
  return names
end

return status
