-- Our own options among the vendor's parameters: names of ours begin with a small letter, the vendor's never do.
local canceller = require "aliota.call.canceller"
local did_you_mean = require "aliota.util.did_you_mean"
local duration = require "aliota.show.duration"

local MOST_PASSES = 100

-- Checks return a message, or nil when the value is good.
local CHECKS = {}

function CHECKS.deadline(value)
  local seconds = duration.parse(value)
  if seconds and seconds > 0 then return nil end
  return ("is %s; it must be seconds above 0 or a text such as \"90s\", \"15m\", \"2h\""):format(
    type(value) == "string" and ("%q"):format(value) or tostring(value))
end

CHECKS.timeout, CHECKS.interval, CHECKS.longest_interval = CHECKS.deadline, CHECKS.deadline, CHECKS.deadline

-- These become seconds.
local IS_DURATION = {deadline = true, timeout = true, interval = true, longest_interval = true}

function CHECKS.cancel(value)
  if not canceller.is(value) then return "must be made by aliota.canceller" end
end

function CHECKS.strict(value)
  if type(value) ~= "boolean" then return "must be a boolean, not a " .. type(value) end
end

CHECKS.exact = CHECKS.strict

function CHECKS.where(value)
  return select(2, require("aliota.filter").read(value))
end

function CHECKS.passes(value)
  if type(value) == "number" and value >= 1 and value <= MOST_PASSES and value % 1 == 0 then return nil end
  return ("is %s; it must be a whole number from 1 to %d"):format(tostring(value), MOST_PASSES)
end

function CHECKS.resume(value)
  if type(value) ~= "string" then return "must be what it:cursor() returned, not a " .. type(value) end
end

function CHECKS.fail_if(value)
  return require("aliota.watch.gate").problem_with(value)
end

function CHECKS.show(value)
  if type(value) == "boolean" or io.type(value) == "file" then return nil end
  return "must be a boolean or an open file, not a " .. type(value)
end

function CHECKS.journal(value)
  if type(value) == "function" or (type(value) == "string" and value ~= "") then return nil end
  return ("must be a path or a function, not %s"):format(value == "" and "an empty path" or "a " .. type(value))
end

function CHECKS.tasks(value)
  local misuse = require("aliota.listing.task_reader").misuse(value)
  return misuse and "must be an iterator or an array of tasks, not " .. misuse
end

local options = {
  --- For one operation.
  CALL = {deadline = true, cancel = true},
  --- For a listing by pages.
  PAGES = {deadline = true, cancel = true, strict = true, passes = true, resume = true},
  --- For a listing of tasks.
  TASKS = {
    deadline = true, cancel = true, strict = true, passes = true, resume = true, where = true, exact = true,
  },
  --- For a list of devices.
  DEVICES = {deadline = true, cancel = true, strict = true, resume = true},
  --- For looking at a batch again and again.
  WATCH = {deadline = true, timeout = true, interval = true, longest_interval = true, show = true, cancel = true},
  --- For waiting for its end.
  WAIT = {
    deadline = true, timeout = true, interval = true, longest_interval = true, show = true, cancel = true,
    fail_if = true,
  },
  --- For a list of batches.
  JOBS = {deadline = true, cancel = true, strict = true, passes = true},
  --- For a plan: of tasks that it lists, of tasks that are given, or of a batch.
  PLAN = {
    deadline = true, cancel = true, strict = true, passes = true, where = true, exact = true, journal = true,
  },
  PLAN_OF_TASKS = {tasks = true, journal = true},
  PLAN_OF_BATCH = {deadline = true, cancel = true, journal = true},
  check_deadline = CHECKS.deadline,
  check_journal = CHECKS.journal,
}

local function is_ours(name)
  return type(name) == "string" and name:find("^[a-z]") ~= nil
end

local function unknown(name, allowed, operation)
  local known = {}
  for option in pairs(allowed) do known[option] = true end
  for parameter in pairs(operation.params) do known[parameter] = true end
  return ("there is no option %q%s"):format(name, did_you_mean(name, known))
end

--- Whether an operation or we have all of these names: then what is missing is not just misspelt.
---@param params table
---@param allowed table<string, true>  one of the sets above
---@param operation aliota.Operation
---@return boolean
function options.knows(params, allowed, operation)
  for name in pairs(params) do
    if not allowed[name] and not operation.params[name] then return false end
  end
  return true
end

--- Checks options that stand by themselves, without parameters.
---@param given any           nil for none
---@param allowed table<string, true>  one of the sets above
---@param operation aliota.Operation
---@return table|nil ours
---@return string|nil problem
function options.alone(given, allowed, operation)
  if given ~= nil and type(given) ~= "table" then return nil, "a table of options expected, not a " .. type(given) end
  local theirs, ours, problem = options.split(given or {}, allowed, operation)
  if not problem and next(theirs) ~= nil then
    local name = tostring(next(theirs))
    problem = ("there is no option %q%s"):format(name, did_you_mean(name, allowed))
  end
  return not problem and ours or nil, problem
end

--- Takes our options out of a table of parameters.
---@param params any
---@param allowed table<string, true>  one of the sets above
---@param operation aliota.Operation
---@return any params             the vendor's, a copy
---@return table|nil ours        what is a length of time in seconds
---@return string|nil problem
function options.split(params, allowed, operation)
  if type(params) ~= "table" then return params, {} end
  local theirs, ours = {}, {}
  for name, value in pairs(params) do
    if not is_ours(name) then
      theirs[name] = value
    elseif not allowed[name] then
      return nil, nil, unknown(name, allowed, operation)
    else
      local problem = CHECKS[name](value)
      if problem then return nil, nil, name .. " " .. problem end
      ours[name] = IS_DURATION[name] and duration.parse(value) or value
    end
  end
  return theirs, ours
end

return options
