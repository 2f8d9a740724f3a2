-- The time of day with fractions of a second, which os.time has not: where virtual time runs fast, whole seconds would
-- be leaps in which crowds of devices move at once.

local LATEST = 0.999 -- of a second that is not over

--- A clock that is right once a second has begun, and until then at most one second slow.
---@param whole fun(): integer epoch seconds
---@param fine fun(): number seconds of a clock that nobody sets
---@return fun(): number epoch seconds
return function(whole, fine)
  local offset = whole() - fine()
  return function()
    local second, ticks = whole(), fine()
    local now = math.max(second, math.min(ticks + offset, second + LATEST))
    offset = now - ticks
    return now
  end
end
