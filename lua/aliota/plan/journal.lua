-- A plan and what became of it as lines of JSON: the plan, each task it is for, a checksum, then what happened, as it
-- happened.
-- What is about to be sent is written down before; whoever reads that it was being sent, and no more, knows that nobody
-- knows.
local decode_json = require("aliota.core").json.decode
local json = require "aliota.util.json_codec"
local kinds = require "aliota.plan.kinds"
local sha256 = require("aliota.core").sign.sha256

local journal = {}

local FORMAT = 1
local STATES = {to_do = true, sending = true, done = true, moved = true, unknown = true}

local SUM = 16 -- digits

local function sum_of(text) return sha256(text):sub(1, SUM) end

-- Writing ------------------------------------------------------------------------------------------------------------

--- The line about what happened to items.
---@param items aliota.PlanItem[]
---@param state string
---@param facts {sent: number|nil, seen: string|nil, counts: table<string, integer>|nil}
---@return string
function journal.event(items, state, facts)
  local numbers = {}
  for i, item in ipairs(items) do numbers[i] = item.number end
  return json.encode {
    state = state, items = numbers, sent = facts.sent, seen = facts.seen, counts = facts.counts,
  } .. "\n"
end

--- The lines of a plan to which nothing has happened yet.
---@param plan aliota.Plan
---@return string
function journal.head(plan)
  local batches, number_of, lines = {}, {}, {}
  for i, batch in ipairs(plan.batches) do batches[i], number_of[batch] = batch, i end
  lines[1] = json.encode {
    aliota_plan = FORMAT, kind = plan.kind.name, batches = batches, items = #plan.items, by_status = plan.by_status,
    left_out = plan.left_out, where = plan.where, coverage = plan.coverage,
  }
  for i, item in ipairs(plan.items) do
    lines[i + 1] = json.encode {
      batch = number_of[item.batch], TaskId = item.TaskId, DeviceName = item.DeviceName, TaskStatus = item.TaskStatus,
      UtcModified = item.UtcModified, action = item.action,
    }
  end
  local text = table.concat(lines, "\n") .. "\n"
  return text .. json.encode {sum = sum_of(text)} .. "\n"
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
-- What is wrong with the text is raised, and caught in `read`.

local function decode(line, number)
  local value = decode_json(line)
  if type(value) == "table" then return value end
  error(("line %d is no JSON object"):format(number), 0)
end

local function is_a(type_name, value) return value == nil or type(value) == type_name end

local function read_head(line)
  local head = decode_json(line)
  local format = type(head) == "table" and head.aliota_plan
  if not format then error("it is no journal of a plan", 0) end
  if format ~= FORMAT then error("it was written by another version of aliota", 0) end
  if not kinds[head.kind] or type(head.batches) ~= "table" or type(head.items) ~= "number"
    or not is_a("string", head.where) then
    error("its plan is damaged", 0)
  end
  head.kind, head.aliota_plan = kinds[head.kind], nil
  return head
end

local function read_item(plan, line, number)
  local item, actions = decode(line, number), plan.kind.actions
  if item.action and not (actions and actions[item.action]) then error("its plan is damaged", 0) end
  item.batch = plan.batches[item.batch or 0]
  item.number, item.state = #plan.items + 1, "to_do"
  plan.items[item.number] = item
end

local function check_sum(line, number, before)
  if decode(line, number).sum ~= sum_of(before) then error("its plan is damaged: the checksum differs", 0) end
end

local function read_event(plan, line, number)
  local event = decode(line, number)
  if not STATES[event.state or 0] or type(event.items) ~= "table" or not is_a("number", event.sent)
    or not is_a("string", event.seen) or not is_a("table", event.counts) then
    error(("line %d tells nothing about the plan"):format(number), 0)
  end
  for _, position in ipairs(event.items) do
    local item = plan.items[position]
    if not item then error(("line %d is about a task that the plan has not"):format(number), 0) end
    item.state, item.sent, item.seen = event.state, event.sent or item.sent, event.seen or item.seen
    item.counts = event.counts or item.counts
  end
end

local function read(text)
  local plan, count, number = nil, 0, 0
  for start, line in text:gmatch "()([^\n]*)\n" do
    number = number + 1
    if not plan then
      plan = read_head(line)
      plan.items, count = {}, plan.items
    elseif number <= count + 1 then
      read_item(plan, line, number)
    elseif number == count + 2 then
      check_sum(line, number, text:sub(1, start - 1))
    else
      read_event(plan, line, number)
    end
  end
  if number < count + 2 then error("it ends within the plan", 0) end
  return plan
end

--- Reads a journal. A last line without its line feed was being written when the process ended; what it announces had
--- not begun.
---@param text string
---@return table|nil parts of a plan
---@return string problem or the text without that line
function journal.read(text)
  local ok, plan = pcall(read, text)
  if not ok then return nil, plan end
  return plan, (text:match "^.*\n")
end

return journal
