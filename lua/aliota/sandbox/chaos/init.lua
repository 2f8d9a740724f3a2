-- Chaos: which faults strike which request. Seeded, so that the same requests meet the same faults again.
--
-- A kind is armed with a setting, a table of
--   rate    0 to 1: how often it strikes (1)
--   count   how many times it strikes at most (no limit)
--   after   how many requests it lets through first (0)
--   action  the one operation it concerns (all)
-- and parameters of its own; a number stands for {rate = number}, false disarms. What a kind does is told where it is
-- done: refusals.lua answers in the gateway's and the service's name, bodies.lua and rows.lua change a finished answer,
-- wire.lua sends it badly.

local chance = require "aliota.sandbox.world.chance"
local did_you_mean = require "aliota.util.did_you_mean"
local is_text = require "aliota.sandbox.well_formed"
local merge = require "aliota.util.merge"
local operations = require "aliota.sandbox.operations"

local chaos = {}

local Chaos = {}
Chaos.__index = Chaos

--- Kinds, and their parameters with their defaults.
---@type table<string, table<string, any>>
chaos.KINDS = {
  clock_skew = {seconds = 1200},
  business_error = {code = "iot.system.SystemException"},
  server_error = {status = 503},
  throttled = {},
  expired_token = {},
  bare_error = {status = 500},
  proxy_page = {status = 502},
  empty = {},
  garbage = {bytes = 300},
  truncated_right_length = {},
  gzip = {},
  future_field = {},
  future_status = {rows = 1},
  numeric_ids = {rows = 100},
  short_progress = {rows = 100},
  huge_text = {rows = 1, bytes = 1000000},
  hostile_text = {rows = 100},
  lone_surrogate = {rows = 1},
  invalid_utf8 = {rows = 1},
  missing_rows = {rows = 1},
  wrong_total = {by = 1},
  page_size_of_rows = {},
  other_status = {rows = 1},
  other_batch = {rows = 1},
  latency = {distribution = "fixed", ms = 100, max_ms = 10000, jitter = 0},
  refused_connection = {seconds = 1},
  reset_before = {},
  reset_in_body = {},
  reset_after = {},
  truncated_wrong_length = {},
  trickle = {bytes_per_second = 1000},
  chunked = {bytes = 1000},
}

--- What each kind may be given beside its own parameters.
---@type table<string, {type: string, text: string}>
chaos.COMMON = {
  rate = {type = "number", text = "0 to 1"}, count = {type = "number", text = "times at most"},
  after = {type = "number", text = "requests let through first"}, action = {type = "string", text = "operation"},
}

local COMMON = {}
for name, parameter in pairs(chaos.COMMON) do COMMON[name] = parameter.type end

local CHOICES = {
  distribution = {fixed = true, uniform = true, long_tail = true},
  status = {[200] = true, [500] = true, [502] = true, [503] = true, [504] = true},
}

-- What each kind's draws are for; sorted, as the order of a table's keys is anybody's guess.
local PURPOSES = {}
for kind in pairs(chaos.KINDS) do PURPOSES[#PURPOSES + 1] = kind end
table.sort(PURPOSES)
for purpose, kind in ipairs(PURPOSES) do PURPOSES[kind] = purpose end

local WHOLE = {by = true, count = true, after = true, rows = true, bytes = true, bytes_per_second = true}
local MOST_SECONDS = 1e9

local function problem_with_number(kind, name, value)
  -- A clock, or a count, may be wrong either way.
  local least = (name == "by" or name == "seconds" and kind == "clock_skew") and -MOST_SECONDS or 0
  if not (value >= least and value < math.huge) or (name == "seconds" and value > MOST_SECONDS) then
    return ("%s of %s is out of range"):format(name, kind)
  end
  if name == "rate" and value > 1 then return ("rate of %s must be from 0 to 1"):format(kind) end
  if WHOLE[name] and value % 1 ~= 0 then return ("%s of %s must be a whole number"):format(name, kind) end
end

local function unknown_parameter(kind, name)
  return ("%s has no '%s'%s"):format(kind, tostring(name), did_you_mean(name, merge(COMMON, chaos.KINDS[kind])))
end

local function problem_with(kind, name, value)
  local default = chaos.KINDS[kind][name]
  local expected_type = COMMON[name] or type(default)
  if default == nil and not COMMON[name] then return unknown_parameter(kind, name) end
  if type(value) ~= expected_type then return ("%s of %s must be a %s"):format(name, kind, expected_type) end
  if CHOICES[name] and not CHOICES[name][value] then return ("%s of %s can't be %s"):format(name, kind, value) end
  if expected_type == "number" then return problem_with_number(kind, name, value) end
  if name == "action" and not operations[value] then return ("%s: there is no operation %q"):format(kind, value) end
  if not is_text(value) then return ("%s of %s is not text in UTF-8"):format(name, kind) end
end

local MOST_MISTYPED = 2 -- letters

local function unknown(kind)
  return ("there is no kind '%s'%s; there are %s"):format(tostring(kind),
    did_you_mean(kind, chaos.KINDS, MOST_MISTYPED), table.concat(PURPOSES, ", "))
end

local function problem_with_kind(kind, setting)
  if not chaos.KINDS[kind] then return unknown(kind) end
  if setting == false then return nil end
  if type(setting) == "number" then setting = {rate = setting} end
  if type(setting) ~= "table" then return ("%s must be a table, a rate or false"):format(kind) end
  for name, value in pairs(setting) do
    local problem = problem_with(kind, name, value)
    if problem then return problem end
  end
end

--- Looks for a mistake.
---@param settings any
---@return string? problem nil for none
function chaos.problem(settings)
  if type(settings) ~= "table" then return "a table of kinds expected" end
  for kind, setting in pairs(settings) do
    local problem = problem_with_kind(kind, setting)
    if problem then return problem end
  end
end

---@param seed integer
---@param settings table? kind to setting, without a mistake
function chaos.new(seed, settings)
  local self = setmetatable({seed = seed, rules = {}, struck = {}}, Chaos)
  self:arm(settings or {})
  return self
end

--- Arms and disarms the kinds named; each starts to count anew.
---@param settings table
function Chaos:arm(settings)
  for kind, setting in pairs(settings) do
    local rule
    if setting then
      rule = {rate = 1, count = math.huge, after = 0, requests = 0, strikes = 0, parameters = {}}
      for name, default in pairs(chaos.KINDS[kind]) do rule.parameters[name] = default end
      for name, value in pairs(type(setting) == "number" and {rate = setting} or setting) do
        (COMMON[name] and rule or rule.parameters)[name] = value
      end
    end
    self.rules[kind] = rule
  end
end

--- Disarms every kind.
function Chaos:disarm()
  self.rules = {}
end

function Chaos:strikes(kind, rule, action)
  if rule.action and rule.action ~= action then return nil end
  rule.requests = rule.requests + 1
  if rule.requests <= rule.after or rule.strikes >= rule.count then return nil end
  local draw = chance.draw(self.seed, rule.requests, PURPOSES[kind])
  if chance.fraction(draw) >= rule.rate then return nil end
  rule.strikes = rule.strikes + 1
  self.struck[kind] = (self.struck[kind] or 0) + 1
  -- Drawn again, as the first draw is small wherever the rate is.
  local strike = {draw = chance.draw(self.seed, draw, PURPOSES[kind])}
  strike.fraction = chance.fraction(strike.draw)
  for name, value in pairs(rule.parameters) do strike[name] = value end
  return strike
end

---@class Strike the parameters of the kind, and
---@field draw integer a random number of this strike
---@field fraction number the same, from 0 to below 1

--- Decides what happens to the next request.
---@param action string? what it asks for, as far as that can be told
---@return table<string, Strike> strikes by kind
function Chaos:strike(action)
  local strikes = {}
  for kind, rule in pairs(self.rules) do strikes[kind] = self:strikes(kind, rule, action) end
  return strikes
end

return chaos
