-- Dates as HTTP headers have them: `Tue, 15 Nov 1994 08:12:31 GMT` (RFC 9110, 5.6.7).

local utc = require "aliota.util.utc"

local MONTHS = {}
for number, name in ipairs {"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"} do
  MONTHS[name] = number
end

--- Reads a date.
---@param text string|nil
---@return integer|nil epoch seconds; nil when the text is no such date
return function(text)
  local day, month, year, hour, minute, second =
    (text or ""):match("^[A-Za-z]+, (%d%d) ([A-Za-z][A-Za-z][A-Za-z]) (%d%d%d%d) (%d%d):(%d%d):(%d%d) GMT$")
  if not MONTHS[month] then return nil end
  return utc.days(tonumber(year), MONTHS[month], tonumber(day)) * 86400
    + tonumber(hour) * 3600 + tonumber(minute) * 60 + tonumber(second)
end
