-- Many coroutines wait; one that is spawned when there is something in flight moves it for all of them, turn by turn,
-- and lets others run in between. So an aborted request harms no other, nobody wakes for nothing, and nobody else in
-- the thread has to wait for all of them.
local compat = require "aliota.util.compat"
local core = require "aliota.core"
local waiters = require "aliota.loop.waiters"

-- Seconds. Who drives is heard of at least this often, or is stuck, or never ran.
local LONGEST_REST, SILENCE = 0.2, 0.3
-- Seconds between attempts to have another one.
local RESPAWN = 1

---@class aliota.Kit what an event loop offers
---@field spawn fun(f: fun())                        runs a function soon, in a coroutine of its own
---@field new_event fun(): aliota.Event
---@field rest fun(http: userdata, seconds: number)  lets others run, whatever is ready, until `http:step()` may have
---                                                  something to do, or for a little while, and never for longer than
---                                                  `seconds`; 0: only lets them run
---@field problem fun(): string|nil, string|nil      see aliota.Loop

local now = core.http.now

---@class aliota.Driver
local Driver = {}
Driver.__index = Driver

function Driver:is_needed(http)
  return http:active() > 0 or self.waiters:has_queue()
end

-- While there is somebody who goes on, there may be more to do at once.
function Driver:take_turn(http, seconds)
  local is_busy = self.waiters:turn(http)
  self.kit.rest(http, is_busy and 0 or seconds)
end

-- One that was replaced, as nothing was heard of it, leaves when it runs at last.
function Driver:drive(http, number)
  while self.number == number and self:is_needed(http) do
    self.heard_at = now()
    self:take_turn(http, LONGEST_REST)
  end
  if self.number == number then self.heard_at = nil end
end

function Driver:spawn(http)
  local number = self.number + 1
  self.number, self.spawned_at, self.heard_at = number, now(), now()
  self.kit.spawn(function()
    local ok, err = pcall(self.drive, self, http, number)
    if ok then return end
    if self.number == number then self.heard_at = nil end
    error(err, 0)
  end)
end

function Driver:is_silent()
  return now() - self.heard_at > SILENCE
end

--- Lets the running coroutine wait, with somebody at the wheel.
---@param http userdata
---@param seconds number
function Driver:wait(http, seconds)
  local event = self.waiters:event()
  if self:is_needed(http) then
    if not self.heard_at or (self:is_silent() and now() - self.spawned_at > RESPAWN) then self:spawn(http) end
    if self:is_silent() then return self:take_turn(http, seconds) end
  end
  event:wait(seconds)
end

--- Waits until the running coroutine may go on, unless it can't wait.
---@param http userdata
function Driver:turn(http)
  if self.kit.problem() then return end
  while not self.waiters:may_go_on() do self:wait(http, LONGEST_REST) end
end

---@param kit aliota.Kit
---@return aliota.Loop
return function(kit)
  compat.check_waiting "an event loop"
  local self = setmetatable({kit = kit, waiters = waiters.new(kit.new_event), number = 0}, Driver)
  return {
    wait = function(http, seconds) self:wait(http, seconds) end,
    turn = function(http) self:turn(http) end,
    watch = function(transfer) self.waiters:watch(transfer) end,
    problem = kit.problem,
  }
end
