-- The options of a sandbox: their defaults and what they may be.

local options = {}

local DEFAULTS = {
  port = 0,
  devices = 2500,
  seed = 1,
  access_key_id = "sandbox-access-key-id",
  access_key_secret = "sandbox-access-key-secret",
  timeout_minutes = 1440,
  clock = os.time,
}

local function integer_from(least, most)
  return {
    text = ("an integer from %d to %d"):format(least, most),
    accepts = function(value)
      return type(value) == "number" and value % 1 == 0 and value >= least and value <= most
    end,
  }
end

local NON_EMPTY_STRING = {
  text = "a non-empty string",
  accepts = function(value) return type(value) == "string" and value ~= "" end,
}

local FUNCTION = {
  text = "a function",
  accepts = function(value) return type(value) == "function" end,
}

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
  log = FUNCTION,
}

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
    if not rule then
      error(("unknown option '%s'"):format(tostring(name)), level + 1)
    elseif not rule.accepts(value) then
      error(("option '%s' must be %s"):format(name, rule.text), level + 1)
    end
    -- A whole number that came through JSON is a float in Lua 5.4.
    complete[name] = type(value) == "number" and math.floor(value) or value
  end
  return complete
end

return options
