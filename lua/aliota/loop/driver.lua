-- Many coroutines wait; one that is spawned when there is something in flight moves it for all of them. So an aborted
-- request harms no other, and nobody wakes for nothing.
local core = require "aliota.core"
local waiters = require "aliota.loop.waiters"

-- Seconds. Who drives is heard of at least this often, or is stuck, or never ran.
local LONGEST_REST, SILENCE = 0.2, 0.3
-- Seconds between attempts to have another one.
local RESPAWN = 1

---@class aliota.Kit what an event loop offers
---@field spawn fun(f: fun())                        runs a function soon, in a coroutine of its own
---@field new_event fun(): aliota.Event
---@field rest fun(http: userdata, seconds: number)  lets others run until `http:step()` may have something to do, or
---                                                  for a little while, and never for longer than `seconds`
---@field problem fun(): string|nil, string|nil      see aliota.Loop

local now = core.http.now

---@class aliota.Driver
local Driver = {}
Driver.__index = Driver

-- One that was replaced, as nothing was heard of it, leaves when it runs at last.
function Driver:drive(http, number)
  while self.number == number and http:active() > 0 do
    self.heard_at = now()
    self.waiters:step(http)
    self.kit.rest(http, LONGEST_REST)
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
  self.waiters:step(http) -- what was queued starts at once
  local event = self.waiters:event()
  if http:active() > 0 then
    if not self.heard_at or (self:is_silent() and now() - self.spawned_at > RESPAWN) then self:spawn(http) end
    if self:is_silent() then return self.kit.rest(http, seconds) end
  end
  event:wait(seconds)
end

---@param kit aliota.Kit
---@return aliota.Loop
return function(kit)
  local self = setmetatable({kit = kit, waiters = waiters.new(kit.new_event), number = 0}, Driver)
  return {
    wait = function(http, seconds) self:wait(http, seconds) end,
    step = function(http) self.waiters:step(http) end,
    watch = function(transfer) self.waiters:watch(transfer) end,
    problem = kit.problem,
  }
end
