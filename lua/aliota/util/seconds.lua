-- Lengths of time as a person writes them: `90m`.

local SECONDS = {s = 1, m = 60, h = 3600, d = 86400, w = 604800}

--- Reads a length of time.
---@param value any seconds, or a text such as "90s", "15m", "2h", "1.5d", "2w"
---@return number|nil seconds zero or more; nil when the value is neither
return function(value)
  if type(value) == "string" then
    local count, unit = value:match "^(%d+%.?%d*)[ \t-\r]*([smhdw])$"
    value = count and tonumber(count) * SECONDS[unit]
  end
  return type(value) == "number" and value >= 0 and value < math.huge and value or nil
end
