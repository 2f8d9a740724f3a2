-- The states of a plan's items: each change is written down before it counts.
local journal = require "aliota.plan.journal"
local log = require "aliota.plan.journal_file"

local item_states = {}

--- Changes the state of items.
---@param plan aliota.Plan
---@param items aliota.PlanItem[]
---@param state string
---@param facts {sent: number|nil, seen: string|nil, counts: table<string, integer>|nil}|nil  as in the items
---@return boolean|nil
---@return aliota.Error|nil  of the journal; nothing is changed then
function item_states.mark(plan, items, state, facts)
  facts = facts or {}
  if #items == 0 then return true end
  local ok, err = log.write(plan.log, journal.event(items, state, facts))
  if not ok then return nil, err end
  for _, item in ipairs(items) do
    item.state, item.sent, item.seen = state, facts.sent or item.sent, facts.seen or item.seen
    item.counts = facts.counts or item.counts
  end
  return true
end

--- Those of some items that are in certain states.
---@param items aliota.PlanItem[]
---@param ... string
---@return aliota.PlanItem[]
function item_states.of(items, ...)
  local is_wanted, matches = {}, {}
  for _, state in ipairs {...} do is_wanted[state] = true end
  for _, item in ipairs(items) do
    if is_wanted[item.state] then matches[#matches + 1] = item end
  end
  return matches
end

return item_states
