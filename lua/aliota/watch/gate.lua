-- A gate: which figures of a batch are so bad that waiting for its end makes no sense.
local check_options = require "aliota.util.check_options"
local duration = require "aliota.show.duration"
local ending = require "aliota.watch.ending"
local merge = require "aliota.util.merge"
local number = require "aliota.show.number"
local types = require "aliota.util.option_types"

local gate = {}

-- Rates of fewer settled tasks say little.
local LEAST_SETTLED = 20

local function is_above(value, limit) return value > limit end
local function is_below(value, limit) return value < limit end

-- The checks: the broken figure's value, and for a rate that has too small a base yet, the best it can come to.

-- `value_of` tells the rate once so many of the open tasks have succeeded.
local function rate(value_of, breaks)
  return function(look, limit, least_settled)
    local figures = look.figures
    local value = value_of(figures, 0)
    if value and figures.settled >= least_settled and breaks(value, limit) then return value end
    local best = ending.is_closed(look) and value_of(figures, figures.total - figures.settled)
    if best and breaks(best, limit) then return value, best end
  end
end

local function count(status)
  return function(look, limit)
    local value = look.figures.by_status[status]
    if value > limit then return value end
  end
end

local function idle_time(look, limit)
  if look.idle > limit and not look.ending and look.job.JobStatus ~= "PLANNED" then return look.idle end
end

local RATE = types.fitting("a share from 0 to 1", function(value)
  return type(value) == "number" and value >= 0 and value <= 1
end)
local LENGTH = types.duration "seconds or a text such as \"30m\""

---@class aliota.Figure: aliota.OptionType what a limit of it must be, and
---@field check (fun(look: aliota.Look, limit: number, least_settled: number): number|nil, number|nil)|nil
---@field text fun(value: number): string
---@field limit string                        how a limit is meant

---@class aliota.WaitLimits
---@field failure_rate number|nil  stops above this share of `FAILED` among what succeeded or failed; what the service
---will try again counts as failed until then
---@field success_rate number|nil  stops below this share of `SUCCEEDED`
---@field FAILED integer|nil       stops above this number of tasks
---@field CANCELED integer|nil     stops above this number of tasks
---@field stalled number|string|nil  stops when nothing has moved for longer, by the service's clock
---@field settled integer|nil      is no limit: rates count once so many tasks are settled (20), or as soon as no
---success of the open ones can mend them

---@type table<string, aliota.Figure>
local FIGURES = {
  failure_rate = merge(RATE, {
    text = number.percent, limit = "at most",
    check = rate(function(figures, more)
      return number.share(figures.by_status.FAILED, figures.ended + more)
    end, is_above),
  }),
  success_rate = merge(RATE, {
    text = number.percent, limit = "at least",
    check = rate(function(figures, more)
      return number.share(figures.by_status.SUCCEEDED + more, figures.ended + more)
    end, is_below),
  }),
  FAILED = merge(types.COUNT, {text = number.count, limit = "at most", check = count "FAILED"}),
  CANCELED = merge(types.COUNT, {text = number.count, limit = "at most", check = count "CANCELED"}),
  stalled = merge(LENGTH, {text = duration.text, limit = "at most", check = idle_time}),
  settled = types.COUNT,
}

--- The figures that there are limits for, by their names.
gate.FIGURES = FIGURES

-- In this order they are looked at.
local ORDER = {"FAILED", "failure_rate", "success_rate", "CANCELED", "stalled"}

local function problem_with(limits)
  if type(limits) ~= "table" then return "must be a table of limits, not a " .. type(limits) end
  local problem = check_options.problem_with(limits, FIGURES, "figure")
  if problem then return ": " .. problem end
  for name in pairs(limits) do
    if FIGURES[name].check then return nil end
  end
  return "has no limit: give one of " .. table.concat(ORDER, ", ")
end

--- What limits are as an option.
---@type aliota.OptionType
gate.LIMITS = {
  problem = problem_with, read = function(limits) return (check_options.read(limits, FIGURES, "figure")) end,
}

---@class aliota.Breach
---@field name string         the figure
---@field limit number
---@field value number        what it is
---@field best number|nil     what it can come to at best, where that is what breaks the limit

--- The first limit that a look breaks.
---@param limits table<string, number>|nil  as they were read
---@param look aliota.Look
---@return aliota.Breach|nil
function gate.breach_of(limits, look)
  limits = limits or {}
  local least_settled = limits.settled or LEAST_SETTLED
  for _, name in ipairs(ORDER) do
    local figure = FIGURES[name]
    local limit = limits[name]
    if limit then
      local value, best = figure.check(look, limit, least_settled)
      if value then return {name = name, limit = limit, value = value, best = best} end
    end
  end
end

--- A broken limit in words.
---@param breach aliota.Breach
---@return string
function gate.text(breach)
  local figure = FIGURES[breach.name]
  local at_best = breach.best and (", and %s at best when all open tasks are settled"):format(figure.text(breach.best))
  return ("%s is %s%s; %s %s was allowed"):format(breach.name, figure.text(breach.value), at_best or "", figure.limit,
    figure.text(breach.limit))
end

return gate
