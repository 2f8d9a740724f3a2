-- What a feed is told: every option, what it must be, and what it is when it is not given.
local blank = require "aliota.util.blank"
local check_options = require "aliota.util.check_options"
local gate = require "aliota.watch.gate"
local lazy = require "aliota.util.lazy"
local merge = require "aliota.util.merge"
local place = lazy "aliota.quota.redis_place"
local text = require "aliota.show.text"
local types = require "aliota.util.option_types"

local LEAST_INTERVAL, MOST_INTERVAL = 1, 3600
local INTERVALS_KEPT = 6 -- how many may fail before an answer is too old, if nothing else is said
local MOST_FAILURES = 10000

-- What is wrong with a text that is shown.
local function line_problem(value)
  if type(value) ~= "string" then return "is a " .. type(value) .. " where a text should be" end
  if text.printable(value) ~= value then return "holds characters that can't be shown" end
  return blank(value)
end

--- What is wrong with a list of batches.
---@param ids any
---@return string|nil problem
local function batches_problem(ids)
  if type(ids) ~= "table" then return "must be an array of JobIds, not a " .. type(ids) end
  local seen = {}
  for i, id in ipairs(ids) do
    local problem = line_problem(id) or (seen[id] and "is there twice")
    if problem then return ("batches[%d] %s"):format(i, problem) end
    seen[id] = true
  end
  if next(ids) ~= nil and #ids == 0 then return "must be an array of JobIds" end
end

local function is_client(value)
  return type(value) == "table" and type(value.summary) == "function"
end

local LINE = types.checked(line_problem)

local PATH = types.checked(function(value)
  return line_problem(value) or (not value:find "^/" and "must be a path that begins with /") or nil
end)

---@type aliota.OptionSet
local OPTIONS = {
  dict = types.STRING,
  client = types.checked(function(value)
    if type(value) ~= "table" then return "must be a client, or a table of options of aliota.new" end
  end),
  batches = types.checked(function(value)
    if type(value) == "function" then return nil end
    local problem = batches_problem(value) or (#value == 0 and "is empty")
    return problem and ": " .. problem
  end),
  name = LINE,
  title = LINE,
  interval = types.duration("seconds from 1 to 3600, or a text such as \"10s\"",
    function(seconds) return seconds >= LEAST_INTERVAL and seconds <= MOST_INTERVAL end),
  max_age = types.duration "seconds, or a text such as \"10s\"",
  failures = types.integer(0, MOST_FAILURES),
  redis = types.checked(function(value)
    return type(value) ~= "table" and 'must be a table that says where Redis is, such as {host = "10.0.0.5"}' or nil
  end),
  fail_if = gate.LIMITS,
  names = types.BOOLEAN,
  authorise = types.FUNCTION,
  tasks = PATH,
  files = types.checked(function(value)
    return PATH.problem(value) or (not value:find "/$" and "must end with /") or nil
  end),
}

local DEFAULTS = {name = "default", title = "Update batches", interval = 10, failures = 500, names = true}

-- What has to be there, and is not.
local function missing(given)
  if given.dict == nil then return "dict must name a lua_shared_dict of nginx" end
  if given.client == nil then return "client must be a client, or a table of options of aliota.new" end
  if given.batches == nil then return "batches must be an array of JobIds, or a function that returns one" end
end

---@class aliota.nginx.Options
---@field dict string        the `lua_shared_dict` that all workers share
---@field client aliota.Client|aliota.Options  a client, or options of `aliota.new`
---@field batches string[]|fun(client: aliota.Client): string[]|nil, any  JobIds; or a function that is given the client
---before each round and returns them, or nil and what failed
---@field interval number|string|nil  from one look at the batches to the next: seconds, or a text such as "1m"; default
---10
---@field max_age number|string|nil   for how long figures are shown; default six intervals
---@field failures integer|nil  failed tasks of a batch that are read to tell why they failed; 0: none; default 500
---@field redis aliota.RedisPlace|nil  where the hosts of one feed share what they see, so that one looks for all: the
---options of `aliota.quota.redis` that say where Redis is; default none, each host looks for itself
---@field fail_if aliota.WaitLimits|nil  limits, as of client:wait: a batch that breaks one is shown as failing; default
---none
---@field names boolean|nil   what a batch, its product and its package are called is asked for, by two calls for each
---batch, once; default true
---@field authorise (fun(): boolean|string[]|nil)|nil  what whoever sent the request may see: true: all; JobIds: these;
---false, nil or none: nothing, 403; where it fails nothing, 500; default all
---@field tasks string|nil  the path of the location whose handler is feed:tasks(), such as "/tasks", to which the page
---then has links, and with .csv behind it to the same as CSV; default none
---@field files string|nil  the path of the location whose handler is feed:file(), such as "/looks/", from which the
---pages then have their style and script; default none, they have these within
---@field name string|nil    tells feeds of one dict apart; default "default"
---@field title string|nil   of the page; default "Update batches"

local options = {batches_problem = batches_problem, is_client = is_client}

--- Checks options and fills in what is not given.
---@param given any
---@return aliota.nginx.Options|nil
---@return string|nil problem
function options.read(given)
  if type(given) ~= "table" then return nil, "a table of options expected, not a " .. type(given) end
  local read, problem = check_options.read(given, OPTIONS)
  problem = problem or missing(given)
  if problem then return nil, problem end
  local all = merge(DEFAULTS, read)
  if all.max_age and all.max_age < all.interval then
    return nil, ("max_age is %s; it must be %s at least"):format(text.of(all.max_age), text.of(all.interval))
  end
  if all.redis then
    all.redis, problem = place.read(all.redis)
    if problem then return nil, "redis: " .. problem end
  end
  return all
end

--- The options where a look can't be had as often as they say.
---@param given aliota.nginx.Options  what `read` made
---@param interval number  seconds that the quota allows
---@return {interval: number, max_age: number, name: string, title: string, fail_if: table<string, number>|nil, tasks:
---string|nil, files: string|nil}
function options.stretched(given, interval)
  interval = math.max(given.interval, interval)
  return {
    interval = interval, max_age = given.max_age or INTERVALS_KEPT * interval, name = given.name, title = given.title,
    fail_if = given.fail_if, tasks = given.tasks, files = given.files,
  }
end

return options
