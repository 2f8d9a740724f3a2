-- What only a sandbox has: the truth, the counters, and ways to make time pass and things fail. All of it is below
-- /_sandbox, where the service has no path, in JSON, and needs no signature.

local chaos = require "aliota.sandbox.chaos"
local form = require "aliota.sandbox.form"
local json = require "aliota.sandbox.json_body"

local control = {}

local Control = {}
Control.__index = Control

local PREFIX = "/_sandbox/"

local MOST_SECONDS = 366 * 86400 -- to advance at once
local MOST_SPEED = 1000000
local LATEST = 7258118400 -- 2200-01-01, epoch seconds

local function refuse(problem)
  error({problem = problem}, 0)
end

-- A member that must be a number, which may have come as text.
local function number(arguments, name, default)
  local value = tonumber(arguments[name] or default)
  if not value or value < 0 or value == math.huge or value ~= value then refuse(name .. " must be a number from 0") end
  return value
end

-- The rows of one batch, or of a part of it: `first` from 1, at most `count`.
local function rows_of(world, arguments)
  if not world:find_batch(arguments.JobId) then refuse("there is no batch " .. tostring(arguments.JobId)) end
  local first, count = number(arguments, "first", 1), number(arguments, "count", 1e9)
  local rows, position = {}, 0
  for row in world:each_row(arguments.JobId) do
    position = position + 1
    if position >= first + count then break end
    if position >= first then rows[#rows + 1] = row end
  end
  return {JobId = arguments.JobId, rows = json.list(rows)}
end

local function set_clock(world, arguments)
  if arguments.paused ~= nil and type(arguments.paused) ~= "boolean" then refuse("paused must be true or false") end
  local speed = arguments.speed and number(arguments, "speed")
  if speed and speed > MOST_SPEED then refuse("speed must be at most " .. MOST_SPEED) end
  if arguments.paused then world:pause() elseif arguments.paused == false then world:resume() end
  if speed then world:set_speed(speed) end
end

local ROUTES = {
  ["GET truth"] = function(self, arguments)
    if arguments.JobId then return rows_of(self.world, arguments) end
    return self.world:truth()
  end,
  ["GET stats"] = function(self)
    local report = self.counters:report()
    report.chaos = self.chaos.struck
    return report
  end,
  ["POST advance"] = function(self, arguments)
    local seconds = number(arguments, "seconds")
    if seconds > MOST_SECONDS then refuse("seconds must be at most a year, " .. MOST_SECONDS) end
    if self.world:now() + seconds > LATEST then refuse("time ends in the year 2200") end
    self.world:advance(seconds)
    return {now = self.world:now()}
  end,
  ["POST clock"] = function(self, arguments)
    set_clock(self.world, arguments)
    return {now = self.world:now()}
  end,
  ["POST chaos"] = function(self, arguments)
    local problem = arguments and chaos.problem(arguments)
    if problem then refuse(problem) end
    if arguments then self.chaos:arm(arguments) else self.chaos:disarm() end
    return {struck = self.chaos.struck}
  end,
  ["POST reset"] = function(self)
    self.counters:reset()
    self.chaos.struck = {}
    return {}
  end,
}

--- The paths, and what each takes and gives.
---@type table<string, string>
control.USAGE = {
  ["GET truth"] = "what is so; with ?JobId=ID&first=1&count=100 the tasks of a batch",
  ["GET stats"] = "what was asked, how it was answered, and which chaos struck",
  ["POST advance"] = '{"seconds": 3600} lets so much virtual time pass',
  ["POST clock"] = '{"speed": 60, "paused": false}: virtual seconds a second; stops time or lets it go on',
  ["POST chaos"] = '{"reset_in_body": {"rate": 0.1, "count": 3}, "latency": 0.5, "gzip": false} arms kinds with a '
    .. "table or a rate, and disarms them; false disarms all",
  ["POST reset"] = "counts anew",
}

---@param parts {world: table, chaos: table, counters: table}
function control.new(parts)
  return setmetatable({world = parts.world, chaos = parts.chaos, counters = parts.counters}, Control)
end

local function arguments_of(request)
  local arguments = {}
  if request.method == "GET" then
    if not form.read(request.query, arguments) then refuse("the query is malformed") end
  elseif request.body ~= "" then
    local ok, value = pcall(json.decode, request.body)
    if not ok then refuse("the body is not JSON") end
    arguments = value
  end
  -- Only chaos takes more than an object: false, for none.
  if type(arguments) ~= "table" and arguments ~= false then refuse("the body must be a JSON object") end
  return arguments
end

local function perform(self, request)
  local route = request.method .. " " .. request.path:sub(#PREFIX + 1)
  if not ROUTES[route] then refuse("there are GET truth and stats, and POST advance, clock, chaos and reset") end
  local arguments = arguments_of(request)
  if not arguments and route ~= "POST chaos" then refuse("the body must be a JSON object") end
  return ROUTES[route](self, arguments)
end

--- Answers a request if it is for a path of the sandbox's own.
---@param request aliota.sandbox.Request
---@return aliota.sandbox.Response|nil
function Control:answer(request)
  if request.path:sub(1, #PREFIX) ~= PREFIX then return nil end
  local ok, result = pcall(perform, self, request)
  if not ok and type(result) ~= "table" then error(result, 0) end
  local body = ok and json.encode(result) or json.encode({message = result.problem})
  return {status = ok and 200 or 400, headers = {["content-type"] = "application/json"}, body = body}
end

return control
