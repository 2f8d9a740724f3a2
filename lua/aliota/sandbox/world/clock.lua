-- Virtual time: epoch seconds that run as fast as wanted, stand still, and jump.

local clock = {}

local Clock = {}
Clock.__index = Clock

--- A clock that shows `start` now.
---@param given fun(): number the clock it follows, epoch seconds
---@param start number epoch seconds
---@param speed number virtual seconds a second of the given clock; 0 stands still
function clock.new(given, start, speed)
  return setmetatable({given = given, shown = start, since = given(), speed = speed, paused = false}, Clock)
end

---@return number epoch seconds; never less than before, even when the given clock is set back
function Clock:now()
  local given = self.given()
  if not self.paused and given > self.since then self.shown = self.shown + (given - self.since) * self.speed end
  self.since = given
  return self.shown
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
  self.shown = self:now() + seconds
end

return clock
