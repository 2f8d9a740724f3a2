-- Waiting inside copas: pass this module as the client's option `loop`. Copas knows sockets and no time, so that each
-- coroutine pretends to read from a socket whose descriptor is the one that everything of ours is behind; so is an
-- alarm.
local core = require "aliota.core"
local driver = require "aliota.loop.driver"
local loop = require "aliota.loop"
local copas = require "aliota.util.needed" "copas"

local now = core.http.now

-- Seconds. Who waits for no time is not suspended.
local LEAST = 0.001

local asleep = {} -- events for which somebody waits
local resting -- the event of who drives

-- There is one alarm for all, and a step ends it. The driver makes steps only while something is under way.
local function set_alarm(http)
  local due_at = math.huge
  for event in pairs(asleep) do due_at = math.min(due_at, event.due_at) end
  if http:active() == 0 then http:step() end
  http:alarm(math.max(0, due_at - now()))
end

-- What copas and LuaSocket's select ask of a socket.
local Event = {}
Event.__index = Event

function Event.getfd() return loop.http():fd() end

function Event:dirty() return self.is_set or now() >= self.due_at end -- then select does not wait

-- Asked when it begins to wait, and by select, which tells one alone of those that share a descriptor: that one wakes
-- who drives.
function Event:receive()
  if self:dirty() or (self.has_waited and self == resting) then return "" end
  if self.has_waited and resting then resting:set() else set_alarm(loop.http()) end
  self.has_waited = true
  return nil, "timeout"
end

function Event.close() end -- copas does when a coroutine ends that was last seen reading

function Event:set() self.is_set = true end

function Event:wait(seconds)
  self.due_at, self.has_waited = now() + seconds, false
  asleep[self] = true
  copas.receive(self)
  asleep[self], self.is_set = nil, false
end

local function new_event() return setmetatable({is_set = false}, Event) end

local function rest(_, seconds)
  local event = new_event()
  resting = event
  event:wait(math.max(LEAST, seconds))
  if resting == event then resting = nil end
end

-- Copas runs a thread at once, up to where it waits for the first time.
local function spawn(f)
  copas.addthread(function()
    new_event():wait(LEAST)
    f()
  end)
end

return driver {
  spawn = spawn,
  new_event = new_event,
  rest = rest,
  problem = function()
    if core.http.is_yieldable() then return nil end
    return "this is no coroutine of copas",
      "make the call in one: copas.addthread(function() … end), then copas.loop()"
  end,
}
