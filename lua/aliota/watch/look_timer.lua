-- When to look at a batch again: often while something moves, less often while nothing does; and when to stop.
local duration = require "aliota.show.duration"
local errors = require "aliota.api.errors"

local look_timer = {}

-- Seconds between two looks, unless options say otherwise. A look takes some calls: an account may make 10 a second.
local INTERVAL, LONGEST_INTERVAL = 10, 120
local BACKOFF = 1.5 -- how much longer each next interval is while nothing moves
-- The last look is taken so long before the time-out that it can be finished.
local LAST_LOOK = 5
-- What is left is no time for another look; a pause may end a moment early.
local LEAST_LOOK = 0.05
-- Without a time-out, looks may fail for so long before that is an error.
local PATIENCE = 900

---@class aliota.LookTimer
---@field timed_out boolean
---@field trouble aliota.Error|nil   why the latest look showed nothing
---@field seconds_left fun(): number  seconds until the time-out, once it has begun
local LookTimer = {}
LookTimer.__index = LookTimer

--- Prepares a timer, which runs from `begin` on.
---@param parts {time: aliota.WatchTime, cancel: aliota.Canceller|nil}
---@param options {timeout: number|nil, deadline: number|nil, interval: number|nil, longest_interval: number|nil}
---seconds; timeout and deadline mean the same, the nearer one counts
---@return aliota.LookTimer
function look_timer.new(parts, options)
  local shortest = options.interval or INTERVAL
  return setmetatable({
    time = parts.time, cancel = parts.cancel, shortest = shortest, interval = shortest, timed_out = false,
    timeout = math.min(options.timeout or math.huge, options.deadline or math.huge),
    longest = math.max(shortest, options.longest_interval or LONGEST_INTERVAL),
  }, LookTimer)
end

--- Begins the time in which looks are taken.
function LookTimer:begin()
  self.started_at = self.time.now()
  self.deadline = self.started_at + self.timeout
  self.seconds_left = function() return self.deadline - self.time.now() end
end

--- Seconds since it began.
---@return number
function LookTimer:seconds()
  return self.started_at and self.time.now() - self.started_at or 0
end

--- Waits until the next look is due.
---@param tick fun(seconds: number)  is called several times a second, with those since the beginning
function LookTimer:pause(tick)
  local now = self.time.now()
  local at, last = now + self.interval, self.deadline - LAST_LOOK
  if now < last then at = math.min(at, last) end
  self.time.pause(math.min(at, self.deadline), function(time) tick(time - self.started_at) end)
end

local function slow_down(self)
  self.interval = math.min(self.longest, self.interval * BACKOFF)
end

--- Notes a look that showed something.
---@param moved boolean  whether that is something else than before
function LookTimer:saw(moved)
  self.trouble, self.failing_since = nil, nil
  if moved then self.interval = self.shortest else slow_down(self) end
end

--- Notes a look that failed. The calls have been repeated already; what is transient may be over in a while.
---@param err aliota.Error
---@return boolean  whether another one may be taken
function LookTimer:failed(err)
  local now = self.time.now()
  self.trouble, self.failing_since = err, self.failing_since or now
  local patience = self.timeout < math.huge and math.huge or PATIENCE
  if not err.retryable or now - self.failing_since >= patience then return false end
  slow_down(self)
  return true
end

--- Why there is no other look: it was cancelled, or the time is over.
---@return aliota.Error|nil
function LookTimer:stop_reason()
  if self.cancel and self.cancel.reason then
    return errors.new {kind = "cancelled", message = self.cancel.reason}
  end
  if self.time.now() < self.deadline - LEAST_LOOK then return nil end
  self.timed_out = true
  return errors.new {
    kind = "timeout", message = ("the batch is not through after %s"):format(duration.text(self.timeout)),
    hint = "raise its timeout or deadline, or see what the open tasks wait for", cause = self.trouble,
  }
end

return look_timer
