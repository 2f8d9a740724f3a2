-- Lengths of time as a person reads them: `1 h 30 min`. How they are written: util/seconds.lua.
local decimal = require "aliota.util.decimal"

local duration = {}

local MOST = 1e15 -- seconds that are told in units; beyond, and for what is no number, there is nothing to be told

-- Unit, and how many of the next smaller one it has.
local UNITS = {{"d", 86400, 24}, {"h", 3600, 60}, {"min", 60, 60}}

--- The two largest units of a length of time: `1 d 4 h`, `2 h 10 min`, `35 s`.
---@param seconds number zero or more
---@return string
function duration.text(seconds)
  if seconds >= MOST or seconds ~= seconds then return decimal.text(seconds) .. " s" end
  seconds = math.floor(seconds + 0.5)
  for i, unit in ipairs(UNITS) do
    local name, size, parts = unit[1], unit[2], unit[3]
    if seconds >= size then
      local whole, part = math.floor(seconds / size), math.floor(seconds % size * parts / size)
      local smaller = UNITS[i + 1] and UNITS[i + 1][1] or "s"
      return part == 0 and ("%d %s"):format(whole, name) or ("%d %s %d %s"):format(whole, name, part, smaller)
    end
  end
  return ("%d s"):format(seconds)
end

return duration
