-- The options of a sandbox: their defaults and what they may be.

local accounts = require "aliota.sandbox.accounts"
local blame = require "aliota.util.blame"
local chaos = require "aliota.sandbox.chaos"
local check_options = require "aliota.util.check_options"
local merge = require "aliota.util.merge"
local monotime = require("cqueues").monotime
local types = require "aliota.util.option_types"
local wall_clock = require "aliota.sandbox.wall_clock"

local options = {}

---@class aliota.sandbox.Options
---@field port integer|nil     on 127.0.0.1; 0 takes a free one; default 0
---@field devices integer|nil  of the batch that is there from the start; default 2500
---@field seed integer|nil     the same seed makes the same world, its times apart; default 1
---@field job_id string|nil    of that batch; default made from the seed
---@field starts_at integer|nil  epoch seconds at which the world begins; default the present
---@field rollout "settled"|"fresh"|nil  `"settled"`: the batch looks nearly through; `"fresh"`: it begins now; default
---"settled"
---@field speed number|nil     virtual seconds a second; 0 stands still, `service:advance(seconds)` makes time pass;
---default 0
---@field timeout_minutes integer|false|nil  of the first batch, or `false`; default 1440
---@field new_devices_per_minute integer|nil  of the product while a dynamic batch runs; default 2
---@field access_key_id string|nil  the keys to accept; default "sandbox-access-key-id"
---@field access_key_secret string|nil  the keys to accept; default "sandbox-access-key-secret"
---@field security_token string|nil  makes these keys temporary ones; default none
---@field users table[]|nil    further key pairs, of the same account unless they name another: `{access_key_id,
---access_key_secret, security_token, expires_in, account}`; temporary ones expire after so many seconds of virtual
---time; default none
---@field keys_expire_in number|string|nil  how long keys of the metadata service and the credentials URI last: seconds,
---or a text such as "1h"; default 3600
---@field imds_v1 boolean|nil  `false`: the metadata service wants a token; default true
---@field instance_id string|nil  must then come with every call; default none
---@field qps integer|boolean|nil  `true`: the documented quotas in any rolling second; a number: that many for every
---operation; default false
---@field throttle_status 200|400|429|503|nil  how a throttled call is answered: 400, 429, 503, or 200 with a code;
---default 400
---@field retry_after boolean|nil  `true` sends x-acs-retry-after with it; default false
---@field order "stable"|"newest_change_first"|"oldest_change_first"|nil  of the tasks, which the vendor leaves open,
---as the next three: also `"newest_change_first"` and `"oldest_change_first"`; default "stable"
---@field page_past_end "empty"|"error"|nil  of pages past the end: also `"error"`; default "empty"
---@field unknown_device_names "left_out"|"error"|nil  of names that there are not: also `"error"`; default "left_out"
---@field status_filters_names boolean|nil  `false`: TaskStatus is not looked at when DeviceNames are given; default
---true
---@field chaos table<string, table|number>|nil  faults by kind, each with `rate`, `count`, `after`, `action`: the
---kinds are in `lua/aliota/sandbox/chaos/`; default none
---@field tls boolean|nil      serve https; `service.ca_file` is the authority to trust; default false
---@field clock (fun(): number)|nil  the time of day, in epoch seconds; default this machine's
---@field monotime (fun(): number)|nil  what quotas are measured by; default one that nobody sets
---@field log (fun(line: string))|nil  is given a line for each request; default none

---@class aliota.sandbox.StartOptions: aliota.sandbox.Options
---@field lua string|nil  the interpreter of its process; default Lua 5.4
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
  speed = 0,
  new_devices_per_minute = 2,
  order = "stable",
  page_past_end = "empty",
  unknown_device_names = "left_out",
  status_filters_names = true,
}

local function seconds_within(least, most)
  return types.duration(("seconds from %d to %d, or a text such as \"10m\""):format(least, most),
    function(seconds) return seconds >= least and seconds <= most and seconds % 1 == 0 end)
end

-- For what is too large to be told in one text: `problem_with` names the mistake.
local function within(problem_with)
  return types.checked(function(value)
    local problem = problem_with(value)
    return problem and ": " .. problem
  end)
end

local EARLIEST = 86400 -- 1970-01-02, epoch seconds: what a world begins with has happened before

local MINUTES = types.integer(1, 1440) -- CreateOTAStaticUpgradeJob, TimeoutInMinutes
local THROTTLE_STATUSES = {[200] = true, [400] = true, [429] = true, [503] = true}

---@type aliota.OptionSet
local SWITCHES = {
  port = types.integer(0, 65535),
  devices = types.integer(0, 1000000),
  seed = types.integer(0, 2147483647),
  job_id = types.TEXT,
  access_key_id = types.TEXT,
  access_key_secret = types.TEXT,
  security_token = types.TEXT,
  instance_id = types.TEXT,
  timeout_minutes = types.either(MINUTES, {[false] = true}, "or false"),
  clock = types.FUNCTION,
  monotime = types.FUNCTION,
  log = types.FUNCTION,
  users = merge(within(accounts.problem), {read = accounts.read}),
  keys_expire_in = seconds_within(1, 86400),
  imds_v1 = types.BOOLEAN,
  qps = types.either(types.integer(1, 1000000), {[true] = true, [false] = true}, "true or false"),
  throttle_status = types.fitting("200, 400, 429 or 503",
    function(value) return THROTTLE_STATUSES[value] end, types.whole),
  retry_after = types.BOOLEAN,
  chaos = within(chaos.problem),
  tls = types.BOOLEAN,
  rollout = types.one_of {settled = true, fresh = true},
  starts_at = types.integer(EARLIEST, 4102444800), -- to 2100
  speed = types.fitting("a number that is not negative", function(value)
    return type(value) == "number" and value >= 0 and value < math.huge
  end, types.whole),
  new_devices_per_minute = types.integer(0, 60000),
  order = types.one_of {stable = true, newest_change_first = true, oldest_change_first = true},
  page_past_end = types.one_of {empty = true, error = true},
  unknown_device_names = types.one_of {left_out = true, error = true},
  status_filters_names = types.BOOLEAN,
}

--- The options that there are.
---@return aliota.OptionSet
function options.names() return SWITCHES end

--- Checks options and fills in the defaults: a world begins now. What is wrong is raised at the caller's line.
---@param settings table?
---@return table complete a new table
function options.complete(settings)
  local values, problem = check_options.read(settings, SWITCHES)
  if not values then blame(problem) end
  local complete = merge(DEFAULTS, values)
  complete.starts_at = complete.starts_at or math.max(EARLIEST, math.floor(complete.clock()))
  return complete
end

return options
