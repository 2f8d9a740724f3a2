-- Lengths of time: `90m` as a person writes it, `1 h 30 min` as a person reads it.
local decimal = require "aliota.util.decimal"

local duration = {}

local SECONDS = {s = 1, m = 60, h = 3600, d = 86400, w = 604800}

--- Reads a length of time.
---@param value any seconds, or a text such as "90s", "15m", "2h", "1.5d", "2w"
---@return number|nil seconds zero or more; nil when the value is neither
function duration.parse(value)
  if type(value) == "string" then
    local count, unit = value:match "^(%d+%.?%d*)[ \t-\r]*([smhdw])$"
    value = count and tonumber(count) * SECONDS[unit]
  end
  return type(value) == "number" and value >= 0 and value < math.huge and value or nil
end

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
