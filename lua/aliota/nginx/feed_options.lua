-- What a feed is told: every option, what it must be, and what it is when it is not given.
local blank = require "aliota.util.blank"
local duration = require "aliota.show.duration"
local problem_with = require "aliota.util.named"
local text = require "aliota.show.text"

local TYPES = {
  dict = "string", client = "any", batches = "any", name = "string", title = "string", interval = "any",
  max_age = "any", failures = "count",
}

local DEFAULTS = {name = "default", title = "Update batches", interval = 10, failures = 500}

local LEAST_INTERVAL, MOST_INTERVAL = 1, 3600
local INTERVALS_KEPT = 6 -- how many may fail before an answer is too old, if nothing else is said
local MOST_FAILURES = 10000

-- Each returns what is wrong, or nil.

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

local function range_problem(name, value, least, most)
  if value >= least and value <= most then return nil end
  local range = most < math.huge and ("from %s to %s"):format(text.of(least), text.of(most))
    or ("%s at least"):format(text.of(least))
  return ("%s is %s; it must be %s"):format(name, text.of(value), range)
end

-- Lengths of time become seconds.
local function read_lengths(all)
  for _, name in ipairs {"interval", "max_age"} do
    local given = all[name]
    all[name] = duration.parse(given)
    if given ~= nil and not all[name] then
      return ("%s is %s; it must be seconds, or a text such as \"10s\""):format(name, text.of(given))
    end
  end
end

local function presence_problem(given)
  if given.dict == nil then return "dict must name a lua_shared_dict of nginx" end
  if type(given.client) ~= "table" then return "client must be a client, or a table of options of aliota.new" end
  if given.batches == nil then return "batches must be an array of JobIds, or a function that returns one" end
  if type(given.batches) == "function" then return nil end
  local problem = batches_problem(given.batches) or (#given.batches == 0 and "is empty")
  return problem and "batches: " .. problem
end

local function value_problem(all)
  for _, name in ipairs {"name", "title"} do
    local problem = line_problem(all[name])
    if problem then return name .. " " .. problem end
  end
  return range_problem("interval", all.interval, LEAST_INTERVAL, MOST_INTERVAL)
    or (all.max_age and range_problem("max_age", all.max_age, all.interval, math.huge))
    or range_problem("failures", all.failures, 0, MOST_FAILURES)
end

---@class aliota.nginx.Options
---@field dict string        the lua_shared_dict that all workers share
---@field client aliota.Client|aliota.Options  whom to ask
---@field batches string[]|fun(client: aliota.Client): string[]|nil, any  JobIds, or a function that is asked for them
---                          before each round, and may fail with nil and a reason
---@field name string|nil    tells the feeds of one dict apart, "default"
---@field title string|nil   of the page
---@field interval number|string|nil  from one look at the batches to the next: seconds, or a text such as "1m"; 10
---@field max_age number|string|nil   after so long figures are too old to be shown; six intervals
---@field failures integer|nil  how many failed tasks of a batch are read at most to tell why, 500; 0: none

local options = {batches_problem = batches_problem, is_client = is_client}

--- Checks options and fills in what is not given.
---@param given any
---@return aliota.nginx.Options|nil
---@return string|nil problem
function options.read(given)
  if type(given) ~= "table" then return nil, "a table of options expected, not a " .. type(given) end
  local problem = problem_with(given, TYPES) or presence_problem(given)
  if problem then return nil, problem end
  local all = {}
  for name, value in pairs(DEFAULTS) do all[name] = value end
  for name, value in pairs(given) do all[name] = value end
  problem = read_lengths(all) or value_problem(all)
  if problem then return nil, problem end
  return all
end

--- The options where a look can't be had as often as they say.
---@param given aliota.nginx.Options  what `read` made
---@param interval number  seconds that the quota allows
---@return {interval: number, max_age: number, name: string, title: string}
function options.stretched(given, interval)
  interval = math.max(given.interval, interval)
  return {
    interval = interval, max_age = given.max_age or INTERVALS_KEPT * interval, name = given.name, title = given.title,
  }
end

return options
