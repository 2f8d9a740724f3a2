-- What the journal of a rollout says: the rollout, each batch that it is cut into, then what happened to which of them,
-- for programs, and as a sentence for people.
local lines = require "aliota.plan.journal_lines"
local merge = require "aliota.util.merge"

local journal = {}

local THING = "rollout"

-- The states of a batch, see rollout/init.lua.
local STATES = {
  to_do = true, creating = true, unknown = true, running = true, broken = true, done = true, stopped = true,
  canceled = true,
}

-- What else an event can say of a batch, and its type.
local FACTS = {
  sent = "number", ended = "number", JobId = "string", by_status = "table", why = "string", told = "string",
}

-- What a rollout is beside its batches.
local OF_ALL = {"id", "params", "package", "unfit", "busy", "waves", "window", "CancelInProgressTask"}

-- Writing ------------------------------------------------------------------------------------------------------------

--- The line about what happened to a batch.
---@param number integer|nil  of the batch; nil: what happened is told, and changes none
---@param state string|nil
---@param facts table
---@return string
function journal.event(number, state, facts)
  return lines.event(merge(facts, {batch = number, state = state}))
end

--- The lines of a rollout to which nothing has happened yet.
---@param rollout aliota.Rollout
---@return string
function journal.head(rollout)
  local head, parts = {batches = #rollout.steps}, {}
  for _, name in ipairs(OF_ALL) do head[name] = rollout[name] end
  for i, step in ipairs(rollout.steps) do parts[i] = {wave = step.wave.number, devices = step.devices} end
  return lines.head(THING, head, parts)
end

--- All lines of a rollout: what has happened is told by how it ended.
---@param rollout aliota.Rollout
---@return string
function journal.text(rollout)
  local list = {journal.head(rollout)}
  for _, step in ipairs(rollout.steps) do
    if step.state ~= "to_do" then
      local facts = {}
      for name in pairs(FACTS) do facts[name] = step[name] end
      list[#list + 1] = journal.event(step.number, step.state, facts)
    end
  end
  return table.concat(list)
end

-- Reading ------------------------------------------------------------------------------------------------------------

local function has_facts(event)
  for name, kind in pairs(FACTS) do
    if event[name] ~= nil and type(event[name]) ~= kind then return false end
  end
  return true
end

-- What puts a rollout together in a table, line by line.
local function reader_of(rollout)
  local reader = {thing = THING}

  function reader.head(head)
    for _, name in ipairs(OF_ALL) do rollout[name] = head[name] end
    rollout.steps = {}
    for _, name in ipairs {"params", "package", "unfit", "busy", "waves"} do
      if type(head[name]) ~= "table" then return nil end
    end
    return type(head.id) == "string" and type(head.batches) == "number" and head.batches or nil
  end

  function reader.part(part)
    local number = #rollout.steps + 1
    rollout.steps[number] = {
      number = number, wave = rollout.waves[part.wave or 0], devices = part.devices, state = "to_do",
    }
  end

  function reader.event(event, number)
    if not has_facts(event) or event.state ~= nil and not STATES[event.state] then
      error(("line %d tells nothing about the rollout"):format(number), 0)
    end
    if not event.state then return end
    local step = rollout.steps[event.batch]
    if not step then error(("line %d is about a batch that the rollout has not"):format(number), 0) end
    step.state = event.state
    for name in pairs(FACTS) do step[name] = event[name] or step[name] end
  end

  return reader
end

--- Reads a journal.
---@param text string
---@return table|nil parts of a rollout
---@return string problem or the text without a last line that was not written to its end
function journal.read(text)
  return lines.read(text, reader_of)
end

return journal
