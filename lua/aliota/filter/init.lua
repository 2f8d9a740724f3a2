-- Which tasks: predicates that compose. Each is called with a task and returns true or false; a field that is absent or
-- does not parse makes it false. Wherever a predicate is taken, so are a function and a table such as
-- {TaskStatus = {"FAILED", "CANCELED"}, SrcVersion = "1.0.0"}, whose fields must all match.
local blame = require "aliota.util.blame"
local check_options = require "aliota.util.check_options"
local duration = require "aliota.show.duration"
local field = require "aliota.filter.field"
local plan = require "aliota.filter.query_plan"
local predicate = require "aliota.filter.predicate"
local public = require "aliota.util.public"
local reason = require "aliota.api.reason"
local seconds = require "aliota.util.seconds"
local shown = require "aliota.util.shown"
local types = require "aliota.util.option_types"
local utc = require "aliota.util.utc"

---@alias aliota.Where aliota.Predicate|(fun(task: aliota.Task): any)|aliota.WantedFields  which tasks are wanted

---@class aliota.filter  which tasks: predicates that compose
local filter = {}

local function good(value, problem)
  if not value then blame(problem) end
  return value
end

-- f("a", "b") and f {"a", "b"} are the same. Nil where nothing is given: an unset variable is no empty list.
local function list_of(...)
  local first = ...
  local other = public.given(first)
  if other then blame("a value expected, not " .. other) end
  if type(first) == "table" and select("#", ...) == 1 then return first end
  return first ~= nil and {...} or nil
end

-- Composition --------------------------------------------------------------------------------------------------------

--- Whatever can stand for a predicate as one.
---@param value aliota.Where
---@return aliota.Predicate|nil
---@return string|nil problem
function filter.read(value)
  if predicate.is(value) then return value end
  local other = public.given(value)
  if other then return nil, "a predicate, a function or a table of fields expected, not " .. other end
  if type(value) == "function" then return predicate.new {test = value, text = "a function of the caller"} end
  if type(value) == "table" then return field.all(value) end
  return nil, "a predicate, a function or a table of fields expected, not a " .. type(value)
end

local function parts_of(...)
  local parts = {}
  for i = 1, select("#", ...) do
    local part, problem = filter.read((select(i, ...)))
    if not part then return nil, problem end
    parts[i] = part
  end
  return parts
end

--- True when all of them are; with none, for every task.
---@usage aliota.filter.all({SrcVersion = "1.0.0"}, aliota.filter.progress(90))
---@param ... aliota.Where
---@return aliota.Predicate
function filter.all(...)
  return predicate.all(good(parts_of(...)))
end

--- True when one of them is; with none, for no task.
---@usage aliota.filter.any({SrcVersion = "1.0.0"}, aliota.filter.progress(90))
---@param ... aliota.Where
---@return aliota.Predicate
function filter.any(...)
  return predicate.any(good(parts_of(...)))
end

--- True when it is not.
---@usage aliota.filter.no(aliota.filter.device "lab-*")
---@param part aliota.Where
---@return aliota.Predicate
function filter.no(part)
  return predicate.no(good(filter.read(part)))
end

-- What a task is -----------------------------------------------------------------------------------------------------

--- TaskStatus is one of these. With an empty list it is true for no task, as are `version` and `device`.
---@usage aliota.filter.status("NOTIFIED", "IN_PROGRESS")
---@param ... string|string[]
---@return aliota.Predicate
function filter.status(...)
  return good(field.is("TaskStatus", list_of(...)))
end

--- SrcVersion is one of these; "*" stands for any text, as in "1.2.*".
---@usage aliota.filter.version "1.*"
---@param ... string|string[]
---@return aliota.Predicate
function filter.version(...)
  return good(field.like("SrcVersion", list_of(...)))
end

--- DeviceName is one of these; "*" stands for any text, as in "line3-*".
---@usage aliota.filter.device "line3-*"
---@param ... string|string[]
---@return aliota.Predicate
function filter.device(...)
  return good(field.like("DeviceName", list_of(...)))
end

-- Whether a folded text is another or has it as a part; numbers alone say nothing in a text.
local function is_like(text, part)
  return text == part or part:find "[^# ]" ~= nil and text:find(part, 1, true) ~= nil
end

--- The task failed or was canceled for this reason: a cause, which is "canceled", "download failed", "flashing failed",
--- "timed out", "update failed", "verification failed" or "version mismatch"; a part of TaskDesc; or both as the report
--- `reasons` prints them. Numbers, ids and case do not count, as there, so each line of that report finds its tasks. As
--- they don't count, a text of numbers alone finds texts that are such, too, and not every text with a number in it.
---@usage aliota.filter.reason "timed out"
---@param wanted string
---@return aliota.Predicate
function filter.reason(wanted)
  if type(wanted) ~= "string" then blame("reason: a text expected, not a " .. type(wanted)) end
  local folded, said, cause = reason.parse(wanted)
  if folded == "" then blame(("reason: a text expected that says something, not %q"):format(wanted)) end
  return predicate.new {
    test = function(task)
      local its_cause, text = reason.of(task)
      if its_cause == folded or is_like(text, folded) then return true end
      return said ~= nil and its_cause == cause and is_like(text, said)
    end,
    text = ("the reason is like %q"):format(wanted), fields = reason.FIELDS,
  }
end

--- Progress is a number from `min` to `max`, both included.
---@usage aliota.filter.progress(50, 99)
---@param min number|nil percent; nil: no limit, where there is the other
---@param max number|nil percent
---@return aliota.Predicate
function filter.progress(min, max)
  if min == nil and max == nil then blame("progress: a limit expected, from, to or both") end
  for _, limit in pairs {min = min or 0, max = max or 0} do
    if type(limit) ~= "number" then blame("progress: a number expected, not a " .. type(limit)) end
  end
  local low, high = min or -math.huge, max or math.huge
  return predicate.new {
    test = function(task)
      local progress = task.Progress
      return type(progress) == "number" and progress >= low and progress <= high
    end,
    text = ("Progress is from %s to %s %%"):format(min or "any", max or "any"), fields = {Progress = true},
  }
end

-- When it changed ----------------------------------------------------------------------------------------------------

local TIME_OPTIONS = {now = types.TIME, field = types.one_of {UtcModified = true, UtcCreate = true}}

-- An age, or what is wrong with it or the options.
local function age_and_options(age, given)
  local length = seconds(age)
  if not length then
    return nil, ("a length of time expected, seconds or a text such as \"2h\", not %s"):format(shown(age))
  end
  local options, problem = check_options.read(given, TIME_OPTIONS)
  if not options then return nil, problem end
  return {
    since = (options.now or os.time()) - length, field = options.field or "UtcModified", seconds = length,
    is_fixed = options.now ~= nil,
  }
end

local function by_time(name, text, test)
  local parse = utc.parse
  return predicate.new {
    test = function(task)
      local time = parse(task[name])
      return time ~= nil and test(time)
    end,
    text = text, fields = {[name] = true},
  }
end

-- Counted from the present, that is by this machine's clock, it is to be shifted where there is a better one.
local function by_age(limit, words, test)
  local part = by_time(limit.field, ("%s is %s %s"):format(limit.field, words, duration.text(limit.seconds)),
    function(time) return test(time, limit.since) end)
  if limit.is_fixed then return part end
  function part.shift(by)
    return by_age({
      since = limit.since + by, field = limit.field, seconds = limit.seconds, is_fixed = true,
    }, words, test)
  end
  return part
end

--- The task last changed longer ago than `age`, counted from when this is called.
---@usage aliota.filter.older_than "2h"
---@param age number|string seconds, or a text such as "90s", "15m", "2h", "1d", "2w"
---@param options {now: number|nil, field: "UtcModified"|"UtcCreate"|nil}|nil
---@return aliota.Predicate
function filter.older_than(age, options)
  return by_age(good(age_and_options(age, options)), "older than", function(time, since) return time < since end)
end

--- The task last changed `age` ago or later, counted from when this is called.
---@usage aliota.filter.newer_than "15m"
---@param age number|string seconds, or a text such as "90s", "15m", "2h", "1d", "2w"
---@param options {now: number|nil, field: "UtcModified"|"UtcCreate"|nil}|nil
---@return aliota.Predicate
function filter.newer_than(age, options)
  return by_age(good(age_and_options(age, options)), "not older than", function(time, since) return time >= since end)
end

--- The task last changed at this time or later.
---@usage aliota.filter.changed_since "2026-01-05T12:00:00Z"
---@param time number|string epoch seconds, or a time as the service writes it
---@return aliota.Predicate
function filter.changed_since(time)
  local since = type(time) == "number" and time or utc.parse(time)
  if not since then
    blame(("changed_since: epoch seconds or a time such as 2019-11-04T03:38:22Z expected, not %s"):format(
      tostring(time)))
  end
  return by_time("UtcModified", "UtcModified is " .. utc.text(since) .. " UTC or later",
    function(changed) return changed >= since end)
end

-- Where it is tested -------------------------------------------------------------------------------------------------

local PLAN_OPTIONS = {exact = types.BOOLEAN, total = types.NUMBER, by_status = types.TABLE}

--- What to ask the server for, and what is checked here; see filter/plan.lua for the rule. Pure: sends nothing.
---@usage aliota.filter.plan({TaskStatus = {"FAILED", "CANCELED"}}):explain()
---@param where aliota.Where
---@param options aliota.PlanOptions|nil
---@return aliota.FilterPlan plan  `listings`, `where`, and `explain(self)`
function filter.plan(where, options)
  local problem = check_options.problem_with(options, PLAN_OPTIONS)
  if problem then blame("plan: " .. problem) end
  return plan(good(filter.read(where)), options)
end

return public.part(filter, "aliota.filter")
