-- How the items of a plan are divided: into rounds, whose tasks are looked at together, and those into calls. Pure.
local operations = require "aliota.api.operations"
local task_status = require "aliota.api.task_status"

local NAMES = operations.ListOTATaskByJob.params.DeviceNames

local rounds = {}

-- Items of one batch, at most so many.
local function cut(items, size)
  local pieces, piece = {}, nil
  for _, item in ipairs(items) do
    if not piece or #piece == size or piece[1].batch ~= item.batch then
      piece = {}
      pieces[#pieces + 1] = piece
    end
    piece[#piece + 1] = item
  end
  return pieces
end

-- How many items one call takes.
local function size_of_call(kind)
  return kind.list and kind.operation.params[kind.list].max_items or 1
end

--- Items that are looked at together: what fits into one look or one call, whichever takes more.
---@param kind aliota.PlanKind
---@param items aliota.PlanItem[]
---@return aliota.PlanItem[][]
function rounds.of(kind, items)
  return cut(items, math.max(size_of_call(kind), NAMES.max_items))
end

--- Items that go into one call.
---@param kind aliota.PlanKind
---@param items aliota.PlanItem[]  of a round, or of several: calls don't reach beyond one
---@return aliota.PlanItem[][]
function rounds.calls(kind, items)
  return cut(items, size_of_call(kind))
end

-- Before, and where the operation's yes is not enough, after.
local function requests_for_tasks(kind, items)
  return {
    {operation = operations.ListOTATaskByJob, count = #cut(items, NAMES.max_items) * (kind.ends and 2 or 1)},
    {operation = kind.operation, count = #rounds.calls(kind, items)},
  }
end

-- A look at a batch asks it for its own state, for all of its tasks and for those in each state, see watch/look.lua.
local function requests_for_batch(kind, items)
  local requests = {}
  for i, item in ipairs(items) do requests[i] = {operation = kind:operation_of(item), count = 1} end
  if #items == 0 then return requests end
  requests[#requests + 1] = {operation = operations.QueryOTAJob, count = 1}
  requests[#requests + 1] = {operation = operations.ListOTATaskByJob, count = 1 + #task_status.NAMES}
  return requests
end

--- The requests that items take, if all goes well.
---@param kind aliota.PlanKind
---@param items aliota.PlanItem[]
---@return {operation: aliota.Operation, count: integer}[]
function rounds.requests(kind, items)
  return (kind.list and requests_for_tasks or requests_for_batch)(kind, items)
end

return rounds
