-- How the items of a plan are divided: into rounds, whose tasks are looked at together, and those into calls. Pure.
local NAMES = require("aliota.api.operations").ListOTATaskByJob.params.DeviceNames

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

--- The requests that looking at items takes.
---@param kind aliota.PlanKind
---@param items aliota.PlanItem[]
---@return integer
function rounds.count_looks(kind, items)
  return kind.list and #cut(items, NAMES.max_items) or 0
end

return rounds
