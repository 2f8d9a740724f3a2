-- Waiting inside libuv's loop, in any coroutine: pass this module as the client's option `loop`.
local core = require "aliota.core"
local driver = require "aliota.loop.driver"
local uv = require "aliota.util.needed" "luv"

-- A coroutine's error must not get lost: libuv's loop reports what a callback raises.
local function resume(waiting)
  local ok, err = coroutine.resume(waiting)
  if not ok then error(debug.traceback(waiting, tostring(err)), 0) end
end

-- Runs a function of libuv's loop once, soon or later.
local function after(seconds, f)
  local timer = uv.new_timer()
  timer:start(math.ceil(seconds * 1000), 0, function()
    timer:close()
    f()
  end)
  return timer
end

local Event = {}
Event.__index = Event

-- Wakes whoever waits, from the loop and not from whoever sets it.
function Event:wake(seconds)
  if self.timer and not self.timer:is_closing() then self.timer:close() end
  self.timer = after(seconds, function()
    local waiting = self.waiting
    self.waiting, self.timer = nil, nil
    resume(waiting)
  end)
end

function Event:wait(seconds)
  if not self.is_set then
    self.waiting = coroutine.running()
    self:wake(seconds)
    coroutine.yield()
  end
  self.is_set = false
end

function Event:set()
  self.is_set = true
  if self.waiting then self:wake(0) end
end

-- Seconds. A timer that is due at once runs before libuv looks at its handles, and so would all that it wakes.
local LEAST = 0.001

-- The handle is made anew each time: it must not outlive the descriptor, which a fork changes.
local function rest(http, seconds)
  local waiting, poll, timer = coroutine.running(), uv.new_poll(http:fd()), nil
  local function go_on()
    if poll:is_closing() then return end
    poll:close()
    if not timer:is_closing() then timer:close() end
    resume(waiting)
  end
  timer = after(math.max(LEAST, seconds), go_on)
  poll:start("r", go_on)
  coroutine.yield()
end

return driver {
  spawn = function(f) after(0, coroutine.wrap(f)) end,
  new_event = function() return setmetatable({is_set = false}, Event) end,
  rest = rest,
  problem = function()
    if core.http.is_yieldable() then return nil end
    return "this is no coroutine that could wait",
      "make the call in one: coroutine.wrap(function() … end)(), then uv.run()"
  end,
}
