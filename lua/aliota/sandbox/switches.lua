-- The options of a sandbox: their defaults and what they may be.

local accounts = require "aliota.sandbox.accounts"
local chaos = require "aliota.sandbox.chaos"
local monotime = require("cqueues").monotime
local wall_clock = require "aliota.sandbox.wall_clock"

local options = {}

local DEFAULTS = {
  port = 0,
  devices = 2500,
  seed = 1,
  access_key_id = "sandbox-access-key-id",
  access_key_secret = "sandbox-access-key-secret",
  timeout_minutes = 1440,
  clock = wall_clock(os.time, monotime),
  monotime = monotime,
  users = {},
  keys_expire_in = 3600,
  imds_v1 = true,
  qps = false,
  throttle_status = 400,
  retry_after = false,
  rollout = "settled",
  starts_at = 1767628800, -- 2026-01-05T16:00:00Z: the same world whenever it is made
  speed = 0,
  new_devices_per_minute = 2,
  order = "stable",
  page_past_end = "empty",
  unknown_device_names = "left_out",
  status_filters_names = true,
}

local function integer_from(least, most)
  return {
    text = ("an integer from %d to %d"):format(least, most),
    accepts = function(value)
      return type(value) == "number" and value % 1 == 0 and value >= least and value <= most
    end,
  }
end

local function one_of(...)
  local values = {...}
  return {
    text = ("one of '%s'"):format(table.concat(values, "', '")),
    accepts = function(value)
      for _, accepted in ipairs(values) do
        if value == accepted then return true end
      end
      return false
    end,
  }
end

local BOOLEAN = {
  text = "true or false",
  accepts = function(value) return type(value) == "boolean" end,
}

local NOT_NEGATIVE = {
  text = "a number that is not negative",
  accepts = function(value) return type(value) == "number" and value >= 0 and value < math.huge end,
}

local NON_EMPTY_STRING = {
  text = "a non-empty string",
  accepts = function(value) return type(value) == "string" and value ~= "" end,
}

local FUNCTION = {
  text = "a function",
  accepts = function(value) return type(value) == "function" end,
}

local QPS = integer_from(1, 1000000)
local THROTTLE_STATUSES = {[200] = true, [400] = true, [429] = true, [503] = true}

-- For what is too large to be told in one text: `problem_with` names the mistake.
local function without(problem_with)
  return {
    accepts = function(value)
      local problem = problem_with(value)
      return not problem, problem
    end,
  }
end

local MINUTES = integer_from(1, 1440) -- CreateOTAStaticUpgradeJob, TimeoutInMinutes

local KNOWN = {
  port = integer_from(0, 65535),
  devices = integer_from(0, 1000000),
  seed = integer_from(0, 2147483647),
  job_id = NON_EMPTY_STRING,
  access_key_id = NON_EMPTY_STRING,
  access_key_secret = NON_EMPTY_STRING,
  security_token = NON_EMPTY_STRING,
  instance_id = NON_EMPTY_STRING,
  timeout_minutes = {
    text = MINUTES.text .. ", or false",
    accepts = function(value) return value == false or MINUTES.accepts(value) end,
  },
  clock = FUNCTION,
  monotime = FUNCTION,
  log = FUNCTION,
  users = without(accounts.problem),
  keys_expire_in = integer_from(1, 86400),
  imds_v1 = BOOLEAN,
  qps = {
    text = "true, false, or " .. QPS.text,
    accepts = function(value) return type(value) == "boolean" or QPS.accepts(value) end,
  },
  throttle_status = {
    text = "200, 400, 429 or 503",
    accepts = function(value) return THROTTLE_STATUSES[value] == true end,
  },
  retry_after = BOOLEAN,
  chaos = without(chaos.problem),
  tls = BOOLEAN,
  rollout = one_of("settled", "fresh"),
  starts_at = integer_from(86400, 4102444800), -- 1970-01-02 to 2100
  speed = NOT_NEGATIVE,
  new_devices_per_minute = integer_from(0, 60000),
  order = one_of("stable", "newest_change_first", "oldest_change_first"),
  page_past_end = one_of("empty", "error"),
  unknown_device_names = one_of("left_out", "error"),
  status_filters_names = BOOLEAN,
}

--- The options that there are.
---@return table<string, true>
function options.names()
  local names = {}
  for name in pairs(KNOWN) do names[name] = true end
  return names
end

--- Checks options and fills in the defaults.
---@param given table?
---@param level integer the level of the caller to blame, as for `error`
---@return table complete a new table
function options.complete(given, level)
  if given ~= nil and type(given) ~= "table" then error("a table of options expected", level + 1) end
  local complete = {}
  for name, default in pairs(DEFAULTS) do complete[name] = default end
  for name, value in pairs(given or {}) do
    local rule = KNOWN[name]
    if not rule then error(("unknown option '%s'"):format(tostring(name)), level + 1) end
    local fits, problem = rule.accepts(value)
    if not fits then
      error(problem and ("option '%s': %s"):format(name, problem)
        or ("option '%s' must be %s"):format(name, rule.text), level + 1)
    end
    -- A whole number that came through JSON is a float in Lua 5.4.
    complete[name] = type(value) == "number" and value % 1 == 0 and math.floor(value) or value
  end
  return complete
end

return options
