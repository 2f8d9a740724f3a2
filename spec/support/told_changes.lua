-- Holds what a follow told against what was so: every state in which a task was for the whole of two looks had to be
-- told once, by the end of the second, and nothing may be told twice, or made up. Time is counted in ticks.

---@class TaskStage  of a task's life
---@field status string
---@field from integer

---@class ToldChange
---@field id string
---@field status string
---@field tick integer

---@class TimedLook
---@field from integer
---@field to integer|nil  nil of one that was not finished
---@field err any         of one that failed

local function looks_within(looks, from, to)
  local whole = {}
  for _, look in ipairs(looks) do
    if look.to and not look.err and look.from > from and look.to < to then whole[#whole + 1] = look end
  end
  return whole
end

-- What was told of a task, one after the other.
local function told_by_id(told)
  local by_id = {}
  for _, one in ipairs(told) do
    by_id[one.id] = by_id[one.id] or {}
    table.insert(by_id[one.id], one)
  end
  return by_id
end

-- Which stage of a life something that was told is about: the latest that it can be, after those told before.
local function stage_of(life, told, after)
  for i = #life, after + 1, -1 do
    if life[i].status == told.status and life[i].from <= told.tick then return i end
  end
end

-- What was told of each stage of a task's life.
local function match(id, life, list, problems)
  local by_stage, at = {}, 0
  for _, told in ipairs(list) do
    local i = stage_of(life, told, at)
    if i then
      by_stage[i], at = told, i
    else
      problems[#problems + 1] = ("%s was told to be %s once too often"):format(id, told.status)
    end
  end
  return by_stage
end

-- What is wrong with what was told of a stage, which had to be in the second of two looks.
local function problem_of(id, status, told, looks)
  if not looks[2] then return nil end
  if not told then return ("%s was %s for %d looks, and that was never told"):format(id, status, #looks) end
  if looks[3] and told.tick > looks[3].to then return ("%s was told to be %s too late"):format(id, status) end
end

---@param lives table<string, TaskStage[]>  by TaskId
---@param told ToldChange[]
---@param looks TimedLook[]
---@param is_followed (fun(status: string): boolean)|nil  whether a state is followed; all are
---@return string[] problems
return function(lives, told, looks, is_followed)
  local by_id, problems = told_by_id(told), {}
  for id, life in pairs(lives) do
    local by_stage = match(id, life, by_id[id] or {}, problems)
    for i, stage in ipairs(life) do
      if not is_followed or is_followed(stage.status) then
        local within = looks_within(looks, stage.from, life[i + 1] and life[i + 1].from or math.huge)
        problems[#problems + 1] = problem_of(id, stage.status, by_stage[i], within)
      end
    end
  end
  return problems
end
