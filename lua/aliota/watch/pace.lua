-- How fast a batch goes, from the looks at it: what was settled lately, and how long the rest takes if it goes on so.
local WINDOW = 1800 -- seconds

---@class aliota.Pace
local Pace = {}
Pace.__index = Pace

--- Takes note of a look. Only those of the last half hour count, or the last two.
---@param now number seconds
---@param settled integer
function Pace:note(now, settled)
  local looks = self.looks
  looks[#looks + 1] = {at = now, settled = settled}
  while #looks > 2 and looks[2].at <= now - WINDOW do table.remove(looks, 1) end
end

--- Tasks settled in an hour.
---@return number|nil per_hour nil where none was settled
function Pace:per_hour()
  local first, last = self.looks[1], self.looks[#self.looks]
  if not first or last.settled <= first.settled or last.at <= first.at then return nil end
  return (last.settled - first.settled) / (last.at - first.at) * 3600
end

--- How long so many tasks take.
---@param open integer
---@return number|nil seconds
function Pace:seconds_for(open)
  local per_hour = self:per_hour()
  return per_hour and open / per_hour * 3600
end

---@return aliota.Pace
return function()
  return setmetatable({looks = {}}, Pace)
end
