-- Waiting inside nginx: never blocks the worker. A light thread of its own drives, from a timer; whoever waits for an
-- answer waits on a semaphore. Found by itself: no option has to be given.
local core = require "aliota.core"
local driver = require "aliota.loop.driver"
local semaphore = require "ngx.semaphore"

-- Seconds between two looks at the network, at most and at least. What sleeps for less than a millisecond, or waits for
-- what is posted, runs again before nginx looks at its connections, and so would all that it wakes.
local TICK, LEAST = 0.002, 0.001

local MAY_WAIT = {
  rewrite = true, server_rewrite = true, access = true, content = true, timer = true, ssl_cert = true,
  ssl_session_fetch = true, ssl_client_hello = true, preread = true,
}

local Event = {}
Event.__index = Event

-- Nginx counts time from when it last looked at the clock: what has run since would be slept for once more.
function Event:wait(seconds)
  ngx.update_time()
  self.semaphore:wait(seconds)
end

function Event:set()
  if self.semaphore:count() < 1 then self.semaphore:post(1) end
end

local function problem()
  local phase = ngx.get_phase()
  if not MAY_WAIT[phase] then
    return ("nothing can wait in nginx's phase %s"):format(phase),
      "start a timer (ngx.timer.at(0, …)), in which it can"
  end
  if not core.http.is_yieldable() then
    return "nothing can wait in a function that C calls, such as a callback of string.gsub or table.sort",
      "make the call before, or start a timer (ngx.timer.at(0, …))"
  end
end

return driver {
  spawn = function(f) ngx.timer.at(0, f) end,
  new_event = function() return setmetatable({semaphore = semaphore.new(0)}, Event) end,
  rest = function(_, seconds) ngx.sleep(math.max(LEAST, math.min(seconds, TICK))) end,
  problem = problem,
}
