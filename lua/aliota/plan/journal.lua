-- What the journal of a plan says: the plan, each task it is for, then what happened to which of them.
local kinds = require "aliota.plan.kinds"
local lines = require "aliota.plan.journal_lines"

local journal = {}

local STATES = {to_do = true, sending = true, done = true, moved = true, unknown = true}

-- Writing ------------------------------------------------------------------------------------------------------------

--- The line about what happened to items.
---@param items aliota.PlanItem[]
---@param state string
---@param facts {sent: number|nil, seen: string|nil, counts: table<string, integer>|nil}
---@return string
function journal.event(items, state, facts)
  local numbers = {}
  for i, item in ipairs(items) do numbers[i] = item.number end
  return lines.event {
    state = state, items = numbers, sent = facts.sent, seen = facts.seen, counts = facts.counts,
  }
end

--- The lines of a plan to which nothing has happened yet.
---@param plan aliota.Plan
---@return string
function journal.head(plan)
  local batches, number_of, items = {}, {}, {}
  for i, batch in ipairs(plan.batches) do batches[i], number_of[batch] = batch, i end
  for i, item in ipairs(plan.items) do
    items[i] = {
      batch = number_of[item.batch], TaskId = item.TaskId, DeviceName = item.DeviceName, TaskStatus = item.TaskStatus,
      UtcModified = item.UtcModified, action = item.action,
    }
  end
  return lines.head("plan", {
    kind = plan.kind.name, batches = batches, items = #plan.items, by_status = plan.by_status,
    left_out = plan.left_out, where = plan.where, coverage = plan.coverage,
  }, items)
end

--- All lines of a plan: what has happened is told by how it ended.
---@param plan aliota.Plan
---@return string
function journal.text(plan)
  local groups, list = {}, {journal.head(plan)}
  for _, item in ipairs(plan.items) do
    local key = ("%s %s %s %s"):format(item.state, tostring(item.sent), tostring(item.seen), tostring(item.counts))
    if not groups[key] then groups[key] = {} end
    table.insert(groups[key], item)
    if #groups[key] == 1 then list[#list + 1] = groups[key] end
  end
  for i = 2, #list do list[i] = journal.event(list[i], list[i][1].state, list[i][1]) end
  return table.concat(list)
end

-- Reading ------------------------------------------------------------------------------------------------------------

local function is_a(type_name, value) return value == nil or type(value) == type_name end

local function check_event(event, number)
  if not STATES[event.state or 0] or type(event.items) ~= "table" or not is_a("number", event.sent)
    or not is_a("string", event.seen) or not is_a("table", event.counts) then
    error(("line %d tells nothing about the plan"):format(number), 0)
  end
end

-- What puts a plan together in a table, line by line.
local function reader_of(plan)
  local reader = {thing = "plan"}

  function reader.head(head)
    if not kinds[head.kind] or type(head.batches) ~= "table" or type(head.items) ~= "number"
      or not is_a("string", head.where) then
      return nil
    end
    for name, value in pairs(head) do plan[name] = value end
    plan.kind, plan.items = kinds[head.kind], {}
    return head.items
  end

  function reader.part(item)
    local actions = plan.kind.actions
    if item.action and not (actions and actions[item.action]) then error("its plan is damaged", 0) end
    item.batch = plan.batches[item.batch or 0]
    item.number, item.state = #plan.items + 1, "to_do"
    plan.items[item.number] = item
  end

  function reader.event(event, number)
    check_event(event, number)
    for _, position in ipairs(event.items) do
      local item = plan.items[position]
      if not item then error(("line %d is about a task that the plan has not"):format(number), 0) end
      item.state, item.sent, item.seen = event.state, event.sent or item.sent, event.seen or item.seen
      item.counts = event.counts or item.counts
    end
  end

  return reader
end

--- Reads a journal.
---@param text string
---@return table|nil parts of a plan
---@return string problem or the text without a last line that was not written to its end
function journal.read(text)
  return lines.read(text, reader_of)
end

return journal
