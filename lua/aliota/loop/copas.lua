-- Waiting inside copas: pass this module as the client's option `loop`. Copas knows sockets and no time, so that each
-- coroutine pretends to read from a socket whose descriptor is the one that everything of ours is behind.
local copas = require "copas"
local core = require "aliota.core"
local waiters = require "aliota.loop.waiters"

-- What copas and LuaSocket's select ask of a socket.
local Event = {}
Event.__index = Event

function Event:getfd() return self.http:fd() end

function Event:is_due() return self.is_set or core.http.now() >= self.due_at end

Event.dirty = Event.is_due -- then select does not wait

-- Whatever woke it, it has waited when it is asked a second time.
function Event:receive()
  if self.has_waited or self:is_due() then return "" end
  self.has_waited = true
  return nil, "timeout"
end

function Event.close() end -- copas does when a coroutine ends that was last seen reading

function Event:set() self.is_set = true end

function Event:wait(http, seconds)
  self.http, self.due_at, self.has_waited = http, core.http.now() + seconds, false
  http:alarm(seconds)
  copas.receive(self)
  self.is_set = false
end

local all = waiters.new(function() return setmetatable({is_set = false}, Event) end)

---@type aliota.Loop
return {
  wait = function(http, seconds)
    all:step(http) -- what was queued starts at once
    all:event():wait(http, seconds)
  end,
  step = function(http) all:step(http) end,
  watch = function(transfer) all:watch(transfer) end,
  problem = function()
    if core.http.is_yieldable() then return nil end
    return "this is no coroutine of copas",
      "make the call in one: copas.addthread(function() … end), then copas.loop()"
  end,
}
