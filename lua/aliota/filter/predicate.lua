-- A test of a task that says what it tests and knows which tasks it can be true for.
local check_self = require "aliota.util.check_self"
local now_of = require "aliota.util.now"

local predicate = {}

---@class aliota.Predicate callable with a task
---@field test fun(task: aliota.Task): boolean
---@field text string what it tests, for a reader
---@field statuses table<string, true>|nil  false for tasks in any other TaskStatus; nil: it may be true for all
---@field devices table<string, true>|nil   false for tasks of any other DeviceName; nil: it may be true for all
---@field fields table<string, true>|nil    that it looks at; nil: nobody knows
---@field always boolean|nil  true: nothing is asked of a task; false: nobody could meet it; nil: it depends on the task
---@field shift (fun(seconds: number): aliota.Predicate)|nil  of one that depends on what time it is: the same where it
---is so many seconds later than this machine's clock says
local Predicate = {}
Predicate.__index = Predicate
Predicate.__name = "aliota.Predicate"

function Predicate:__call(task) return self.test(task) end
function Predicate:__tostring() return self.text end

--- What the server is asked for, what is checked here, and why.
---@param options aliota.PlanOptions|nil
---@return string lines
function Predicate:explain(options)
  check_self(self, Predicate, "predicate:explain")
  return require "aliota.filter.query_plan"(self, options):explain()
end

--- Makes a predicate.
---@param parts {test: function, text: string, fields: table|nil, statuses: table|nil, devices: table|nil,
---always: boolean|nil, shift: function|nil}
---@return aliota.Predicate
function predicate.new(parts)
  return setmetatable(parts, Predicate)
end

---@param value any
---@return boolean
function predicate.is(value)
  return getmetatable(value) == Predicate
end

--- The same predicate by the clock that dates the tasks at hand.
---@param part aliota.Predicate
---@param tasks aliota.Iterator|aliota.Source
---@return aliota.Predicate
function predicate.by_clock_of(part, tasks)
  local seconds = part.shift and now_of(tasks) - os.time() or 0
  return seconds == 0 and part or part.shift(seconds)
end

-- Composition --------------------------------------------------------------------------------------------------------

local function intersection(parts, name)
  local common
  for _, part in ipairs(parts) do
    local set, both = part[name], {}
    for value in pairs(set and common or {}) do both[value] = set[value] end
    common = set and common and both or common or set
  end
  return common
end

local function union(parts, name)
  local joined = {}
  for _, part in ipairs(parts) do
    if not part[name] then return nil end
    for value in pairs(part[name]) do joined[value] = true end
  end
  return joined
end

local function tests_and_text(parts, word)
  local tests, texts = {}, {}
  for i, part in ipairs(parts) do tests[i], texts[i] = part.test, part.text end
  return tests, "(" .. table.concat(texts, word) .. ")"
end

-- What is known of parts before any task is: one that is `decisive` decides, and it takes all to say the other.
local function always(parts, decisive)
  local depends = false
  for _, part in ipairs(parts) do
    if part.always == decisive then return decisive end
    depends = depends or part.always == nil
  end
  if not depends then return not decisive end
end

-- How a composition of parts is shifted: part by part.
local function shift_of(parts, compose)
  return function(seconds)
    local shifted = {}
    for i, part in ipairs(parts) do shifted[i] = part.shift and part.shift(seconds) or part end
    return compose(shifted)
  end
end

local function any_task() return true end

--- True when all parts are.
---@param parts aliota.Predicate[]
---@return aliota.Predicate
function predicate.all(parts)
  if #parts == 0 then return predicate.new {test = any_task, text = "any task", fields = {}, always = true} end
  if #parts == 1 then return parts[1] end
  local tests, text = tests_and_text(parts, " and ")
  return predicate.new {
    test = function(task)
      for i = 1, #tests do
        if not tests[i](task) then return false end
      end
      return true
    end,
    text = text,
    fields = union(parts, "fields"),
    statuses = intersection(parts, "statuses"),
    devices = intersection(parts, "devices"),
    always = always(parts, false),
    shift = shift_of(parts, predicate.all),
  }
end

--- True when one of the parts is.
---@param parts aliota.Predicate[]
---@return aliota.Predicate
function predicate.any(parts)
  if #parts == 1 then return parts[1] end
  local tests, text = tests_and_text(parts, " or ")
  return predicate.new {
    test = function(task)
      for i = 1, #tests do
        if tests[i](task) then return true end
      end
      return false
    end,
    text = #parts == 0 and "no task" or text,
    fields = union(parts, "fields"),
    statuses = union(parts, "statuses"),
    devices = union(parts, "devices"),
    always = always(parts, true),
    shift = shift_of(parts, predicate.any),
  }
end

--- True when the part is not. A task may be in a TaskStatus that nobody has documented: "not FAILED" narrows nothing.
---@param part aliota.Predicate
---@return aliota.Predicate
function predicate.no(part)
  local test = part.test
  local opposite
  if part.always ~= nil then opposite = not part.always end
  return predicate.new {
    test = function(task) return not test(task) end, text = ("not (%s)"):format(part.text), fields = part.fields,
    always = opposite,
    shift = shift_of({part}, function(shifted) return predicate.no(shifted[1]) end),
  }
end

return predicate
