-- Virtual time: epoch seconds that run as fast as wanted, stand still, and jump.

local clock = {}

local Clock = {}
Clock.__index = Clock

--- A clock that shows `start` now.
---@param source fun(): number the clock it follows, epoch seconds
---@param start number epoch seconds
---@param speed number virtual seconds a second of the given clock; 0 stands still
function clock.new(source, start, speed)
  return setmetatable({source = source, time = start, since = source(), speed = speed, paused = false}, Clock)
end

---@return number epoch seconds; never less than before, even when the given clock is set back
function Clock:now()
  local reading = self.source()
  if not self.paused and reading > self.since then self.time = self.time + (reading - self.since) * self.speed end
  self.since = reading
  return self.time
end

function Clock:pause()
  self:now()
  self.paused = true
end

function Clock:resume()
  self:now()
  self.paused = false
end

---@param speed number
function Clock:set_speed(speed)
  self:now()
  self.speed = speed
end

---@param seconds number
function Clock:advance(seconds)
  self.time = self:now() + seconds
end

return clock
