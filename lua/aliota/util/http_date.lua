-- Dates as HTTP headers have them: `Tue, 15 Nov 1994 08:12:31 GMT` (RFC 9110, 5.6.7).

local days = require("aliota.util.utc").days

local MONTHS = {}
for number, name in ipairs {"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"} do
  MONTHS[name] = number
end

-- In the calendar and on the clock, where a leap second is the 60th.
local function exists(year, month, day, hour, minute, second)
  local next_month = month < 12 and days(year, month + 1, 1) or days(year + 1, 1, 1)
  return day >= 1 and days(year, month, day) < next_month and hour <= 23 and minute <= 59 and second <= 60
end

--- Reads a date.
---@param text string|nil
---@return integer|nil epoch seconds; nil when the text is no such date
return function(text)
  local day, name, year, hour, minute, second =
    (text or ""):match("^[A-Za-z]+, (%d%d) ([A-Za-z][A-Za-z][A-Za-z]) (%d%d%d%d) (%d%d):(%d%d):(%d%d) GMT$")
  local month = MONTHS[name]
  if not month then return nil end
  year, day, hour, minute, second = tonumber(year), tonumber(day), tonumber(hour), tonumber(minute), tonumber(second)
  if not exists(year, month, day, hour, minute, second) then return nil end
  return days(year, month, day) * 86400 + hour * 3600 + minute * 60 + second
end
