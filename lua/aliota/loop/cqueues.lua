-- Waiting inside a cqueues loop, beside its other coroutines: pass this module as the client's option `loop`.
local core = require "aliota.core"
local driver = require "aliota.loop.driver"
local needed = require "aliota.util.needed"
local condition, cqueues = needed "cqueues.condition", needed "cqueues"

local Event = {}
Event.__index = Event

function Event:wait(seconds)
  if not self.is_set then self.condition:wait(seconds) end
  self.is_set = false
end

function Event:set()
  self.is_set = true
  self.condition:signal()
end

return driver {
  spawn = function(f) cqueues.running():wrap(f) end,
  new_event = function() return setmetatable({condition = condition.new(), is_set = false}, Event) end,
  rest = function(http, seconds) cqueues.poll({pollfd = http:fd(), events = "r"}, seconds) end,
  problem = function()
    if cqueues.running() and core.http.is_yieldable() then return nil end
    return "this is no coroutine of a running cqueues loop",
      "make the call in one: cqueues.new():wrap(function() … end):loop()"
  end,
}
