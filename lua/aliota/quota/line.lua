-- Who waits in this process for a turn, in the order in which they came.

-- Seconds. Whoever waits asks at least every quarter of one (see loop.lua); who has not for this long is elsewhere,
-- such as a listing whose consumer makes other calls between two tasks, and lets others go first.
local PATIENCE = 0.5

---@class aliota.Line
local Line = {}
Line.__index = Line

---@return aliota.Line
function Line.new()
  -- Who waits is known by number, weakly: a call that nobody wants any more leaves the line by being collected.
  return setmetatable({waiting = setmetatable({}, {__mode = "v"}), first = 1, last = 0}, Line)
end

--- Takes the last place; `turn` gets `number` and may get `asked_at`, when it has asked for its turn.
---@param turn table
function Line:join(turn)
  self.last = self.last + 1
  turn.number = self.last
  self.waiting[turn.number] = turn
end

--- Takes the place again that it had, before those who came later.
---@param turn table
function Line:rejoin(turn)
  self.waiting[turn.number] = turn
  self.first = math.min(self.first, turn.number)
end

---@param turn table
function Line:leave(turn)
  self.waiting[turn.number] = nil
end

local function is_asking(turn, now)
  return turn ~= nil and turn.asked_at ~= nil and now - turn.asked_at < PATIENCE
end

--- Whether at most `ahead` others who want their turn are before this one.
---@param turn table
---@param ahead integer
---@param now number
---@return boolean
function Line:is_among_next(turn, ahead, now)
  while self.first < turn.number and not self.waiting[self.first] do self.first = self.first + 1 end
  for earlier = self.first, turn.number - 1 do
    if is_asking(self.waiting[earlier], now) then ahead = ahead - 1 end
    if ahead < 0 then return false end
  end
  return true
end

--- Whether anybody is in it.
---@return boolean
function Line:is_empty()
  return next(self.waiting) == nil
end

return Line
