-- A gate: which figures of a batch are so bad that waiting for its end makes no sense.
local did_you_mean = require "aliota.util.did_you_mean"
local duration = require "aliota.show.duration"
local ending = require "aliota.watch.ending"
local number = require "aliota.show.number"

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

local function stalled(look, limit)
  if look.idle > limit and not look.ended and look.job.JobStatus ~= "PLANNED" then return look.idle end
end

local function parse_rate(value)
  return type(value) == "number" and value >= 0 and value <= 1 and value or nil
end

local function parse_count(value)
  return type(value) == "number" and value >= 0 and value % 1 == 0 and value < math.huge and value or nil
end

local A_RATE, A_COUNT = "a share from 0 to 1", "a whole number, zero or more"

---@class aliota.Figure
---@field parse fun(value: any): number|nil   a limit as it is given
---@field expected string                     what that must be
---@field check (fun(look: aliota.Look, limit: number, least_settled: number): number|nil, number|nil)|nil
---@field text fun(value: number): string
---@field limit string                        how a limit is meant

---@type table<string, aliota.Figure>
local FIGURES = {
  failure_rate = {
    parse = parse_rate, expected = A_RATE, text = number.percent, limit = "at most",
    check = rate(function(figures, more)
      return number.share(figures.by_status.FAILED, figures.ended + more)
    end, is_above),
  },
  success_rate = {
    parse = parse_rate, expected = A_RATE, text = number.percent, limit = "at least",
    check = rate(function(figures, more)
      return number.share(figures.by_status.SUCCEEDED + more, figures.ended + more)
    end, is_below),
  },
  FAILED = {parse = parse_count, expected = A_COUNT, text = number.count, limit = "at most", check = count "FAILED"},
  CANCELED = {
    parse = parse_count, expected = A_COUNT, text = number.count, limit = "at most", check = count "CANCELED",
  },
  stalled = {
    parse = duration.parse, expected = "seconds or a text such as \"30m\"", text = duration.text, limit = "at most",
    check = stalled,
  },
  settled = {parse = parse_count, expected = A_COUNT},
}

--- The figures that there are limits for, by their names.
gate.FIGURES = FIGURES

-- In this order they are looked at.
local ORDER = {"FAILED", "failure_rate", "success_rate", "CANCELED", "stalled"}

--- What is wrong with limits.
---@param given any
---@return string|nil problem
function gate.problem_with(given)
  if type(given) ~= "table" then return "must be a table of limits, not a " .. type(given) end
  local any = false
  for name, value in pairs(given) do
    local figure = FIGURES[name]
    if not figure then return ("knows no figure %q%s"):format(tostring(name), did_you_mean(name, FIGURES)) end
    if not figure.parse(value) then
      return ("has %s = %s; it must be %s"):format(name, tostring(value), figure.expected)
    end
    any = any or figure.check ~= nil
  end
  if not any then return "has no limit: give one of " .. table.concat(ORDER, ", ") end
end

---@class aliota.Broken
---@field name string         the figure
---@field limit number
---@field value number        what it is
---@field best number|nil     what it can come to at best, where that is what breaks the limit

--- The first limit that a look breaks.
---@param limits table|nil  without problem
---@param look aliota.Look
---@return aliota.Broken|nil
function gate.broken_by(limits, look)
  limits = limits or {}
  local least_settled = limits.settled or LEAST_SETTLED
  for _, name in ipairs(ORDER) do
    local figure = FIGURES[name]
    local limit = limits[name] and figure.parse(limits[name])
    if limit then
      local value, best = figure.check(look, limit, least_settled)
      if value then return {name = name, limit = limit, value = value, best = best} end
    end
  end
end

--- A broken limit in words.
---@param broken aliota.Broken
---@return string
function gate.text(broken)
  local figure = FIGURES[broken.name]
  local at_best = broken.best and (", and %s at best when all open tasks are settled"):format(figure.text(broken.best))
  return ("%s is %s%s; %s %s was allowed"):format(broken.name, figure.text(broken.value), at_best or "", figure.limit,
    figure.text(broken.limit))
end

return gate
