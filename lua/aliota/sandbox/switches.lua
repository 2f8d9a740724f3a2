-- The options of a sandbox: their defaults and what they may be.

local accounts = require "aliota.sandbox.accounts"
local blame = require "aliota.util.blame"
local chaos = require "aliota.sandbox.chaos"
local check_options = require "aliota.util.check_options"
local dialect = require "aliota.api.dialect"
local merge = require "aliota.util.merge"
local monotime = require "aliota.util.needed" "cqueues".monotime
local open_questions = require "aliota.sandbox.open_questions"
local set_of = require "aliota.util.set_of"
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
---as what follows: also `"newest_change_first"` and `"oldest_change_first"`; default "stable"
---@field page_past_end "empty"|"error"|nil  of pages past the end: also `"error"`; default "empty"
---@field unknown_device_names "left_out"|"error"|nil  of names that there are not: also `"error"`; default "left_out"
---@field status_filters_names boolean|nil  `false`: TaskStatus is not looked at when DeviceNames are given; default
---true
---@field total_with_names "found"|"batch"|nil  of what Total is when DeviceNames are given: also `"batch"`; default
---"found"
---@field pages_of_names "one"|"many"|nil  `"many"`: tasks of DeviceNames are cut into pages, too; default "one"
---@field success_code "absent"|"empty"|"null"|nil  Code of a good answer; default "absent"
---@field refusal_status 200|400|404|500|nil  how a call is answered that the service itself refuses: 200 with a code,
---or as the gateway refuses; default 200
---@field refusal_format "asked"|"xml"|nil  `"xml"`: the gateway refuses in XML, whatever was asked for; default "asked"
---@field throttled_calls "free"|"counted"|nil  `"counted"`: throttled calls use up the quota, too; default "free"
---@field list_page_limit integer|nil  the largest PageSize of lists of other things than tasks; default 100
---@field dialect "alibaba"|"tuya"|nil  `"tuya"`: spells members as that service does, takes no other spelling, and
---lacks what it lacks; all else, of which nothing is known, is as at Alibaba Cloud; default "alibaba"
---@field list_job_status "complete"|"completed"|nil  how lists of batches write COMPLETED: also `"completed"`; default
---"complete"
---@field new_batches "listed"|"late"|nil  `"late"`: lists have a batch when it is a minute old; default "listed"
---@field cancel_reach "all"|"some"|nil  `"some"`: a call of CancelOTATaskByJob cancels 50 tasks at most; default "all"
---@field canceled_retries "ended"|"kept"|nil  `"kept"`: failed tasks of a batch whose tasks are canceled are tried
---again all the same; default "ended"
---@field strategy_cancels "any"|"one"|nil  `"one"`: CancelOTAStrategyByJob is refused where there is no strategy any
---more; default "any"
---@field gray_percent_of "all"|"outdated"|nil  `"outdated"`: GrayPercent is a share of the devices that a batch can
---update; default "all"
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
  status_filters_names = true,
  refusal_status = 200,
  list_page_limit = 100,
  dialect = "alibaba",
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

-- One of some statuses, which are said in words.
local function status(words, ...)
  local statuses = set_of {...}
  return types.fitting(words, function(value) return statuses[value] end, types.whole)
end

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
  throttle_status = status("200, 400, 429 or 503", 200, 400, 429, 503),
  retry_after = types.BOOLEAN,
  chaos = within(chaos.problem),
  tls = types.BOOLEAN,
  rollout = types.one_of {settled = true, fresh = true},
  starts_at = types.integer(EARLIEST, 7258118400), -- to 2200
  speed = types.fitting("a number that is not negative", function(value)
    return type(value) == "number" and value >= 0 and value < math.huge
  end, types.whole),
  new_devices_per_minute = types.integer(0, 60000),
  status_filters_names = types.BOOLEAN,
  refusal_status = status("200, 400, 404 or 500", 200, 400, 404, 500),
  list_page_limit = types.integer(1, 100),
  dialect = types.checked(dialect.problem_with),
}

for _, question in ipairs(open_questions) do
  SWITCHES[question.name] = types.one_of(set_of(question.values))
  DEFAULTS[question.name] = question.values[1]
end

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
