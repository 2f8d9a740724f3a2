-- Follows one batch over HTTP while its devices move, in virtual time: a request takes a tenth of a second, as the
-- documented quota allows ten, and a look comes ten seconds after the one before. In the end time stands still. What
-- was told is held against what was so. arg: devices, changes a second, order. Prints figures.
local aliota = require "aliota"
local sandbox = require "aliota.sandbox"
local server = require "aliota.sandbox.server"
local states = require "aliota.sandbox.world.life"
local what_is_wrong = require "spec.support.told_changes"

local DEVICES, RATE, ORDER = tonumber(arg[1]), tonumber(arg[2]), arg[3]
local CHANGES_OF_A_TASK = 5 -- from its notification to its end, reports of progress among them
local WARM_UP = 60 -- seconds
local REQUEST, PAUSE = 0.1, 10 -- seconds
local LOOKS, QUIET_LOOKS = 8, 2
local PAGE = 100
local START = 1767628800

-- The world -----------------------------------------------------------------------------------------------------------

local now = START
local box = sandbox.new {
  devices = DEVICES, order = ORDER, rollout = "fresh", starts_at = START, speed = 1, clock = function() return now end,
}
local batch = box.world.batches[1]
batch.settings.MaximumPerMinute = math.floor(RATE * 60 / CHANGES_OF_A_TASK)
now = now + WARM_UP
box.world:catch_up()

-- What happens ------------------------------------------------------------------------------------------------------

local tick = 0
local lives, told, looks = {}, {}, {}
local changes = 0
local largest -- how many tasks there were at most, in the states that changed since the look before

for task = 1, DEVICES do
  lives[batch.task_ids:encode(task)] = {{status = states.NAMES[batch.tasks.status[task]], from = tick}}
end

local function note_size(status)
  largest[status] = math.max(largest[status] or 0, batch.tasks:count(status))
end

local change = batch.change
function batch:change(task, status, milliseconds)
  local before = self.tasks.status[task]
  changes = changes + 1
  if before ~= status then
    note_size(before)
    table.insert(lives[self.task_ids:encode(task)], {status = states.NAMES[status], from = tick})
  end
  change(self, task, status, milliseconds)
  if before ~= status then note_size(status) end
end

local function pages_of(sizes)
  local pages = 0
  for _, size in pairs(sizes) do pages = pages + math.ceil(size / PAGE) end
  return pages
end

local function sizes_of_all()
  local sizes = {}
  for status in ipairs(states.NAMES) do sizes[status] = batch.tasks:count(status) end
  return sizes
end

-- Looks ---------------------------------------------------------------------------------------------------------------

local cancel = aliota.canceller()

local function moves() return #looks <= LOOKS end

local function pass(seconds)
  if moves() then now = now + seconds end
end

local function begin_look()
  box.world:catch_up()
  tick = tick + 1
  looks[#looks + 1] = {from = tick, requests = 0}
end

local function finish_look(err)
  local look = looks[#looks]
  tick = tick + 1
  look.to, look.err, look.pages = tick, err, pages_of(largest)
  largest = {}
  if #looks == LOOKS + 1 + QUIET_LOOKS then return cancel:cancel "enough" end
  pass(PAUSE)
  begin_look()
end

local on_event = {
  request = function()
    local look = looks[#looks]
    tick, look.requests = tick + 1, look.requests + 1
    pass(REQUEST)
  end,
  look = function(event) finish_look(event.err) end,
}

local function follow(endpoint)
  local client = aliota.new {
    endpoint = endpoint, credentials = box.credentials, proxy = false, quota = false, prefetch = 4, retries = 0,
    clock = function() return now end, loop = require "aliota.loop.cqueues",
    on_event = function(event)
      if on_event[event.type] then on_event[event.type](event) end
    end,
  }
  largest = sizes_of_all()
  begin_look()
  local follower = client:follow {JobId = box.job_id, interval = 0.001, longest_interval = 0.001, cancel = cancel}
  while true do
    local task, problem = follower:next()
    if not task then return assert(problem and problem.kind == "cancelled", problem or "the batch has ended") end
    told[#told + 1] = {id = task.TaskId, status = task.TaskStatus, tick = tick}
  end
end

-- Figures -------------------------------------------------------------------------------------------------------------

local function most(from, to, figure)
  local found = -math.huge
  for i = from, to do found = math.max(found, figure(looks[i])) end
  return found
end

local function requests_of(look) return look.requests end

local function mean_requests()
  local sum = 0
  for i = 2, LOOKS do sum = sum + looks[i].requests end
  return sum / (LOOKS - 1)
end

local listening = assert(server.listen(box, {port = 0}))
local ok, problem
listening:stop_when(function() ok, problem = pcall(follow, listening.endpoint) end)
local began = now
listening:run()
if not ok then error(problem, 0) end

local problems = what_is_wrong(lives, told, looks)
for i = 1, math.min(#problems, 5) do io.stderr:write(problems[i], "\n") end
for name, value in pairs {
  rate = changes / (now - began), told = #told, mean = mean_requests(), first = looks[1].requests,
  beyond = most(1, LOOKS + 1, function(look) return look.requests - look.pages end),
  quiet = most(LOOKS + 2, #looks, requests_of), all = math.ceil(DEVICES / PAGE), wrong = #problems,
} do print(name .. " " .. value) end
