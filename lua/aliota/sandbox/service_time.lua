-- Times in UTC, as the service writes them: `2026-01-02T03:04:05Z`.

local utc = require "aliota.util.utc"

local time = {}

time.format = utc.stamp

---@param text string
---@return number? epoch seconds since 1970; nil unless the text is exactly a time in the form above
function time.parse(text)
  return text:find "^[^.]+$" and utc.parse(text)
end

local DAYS = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"}
local MONTHS = {"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"}

--- A date as HTTP headers have it: `Tue, 15 Nov 1994 08:12:31 GMT`, in English whatever the program's locale.
---@param epoch number seconds since 1970
---@return string
function time.http_date(epoch)
  local at = os.date("!*t", math.floor(epoch))
  return ("%s, %02d %s %04d %02d:%02d:%02d GMT"):format(DAYS[at.wday], at.day, MONTHS[at.month], at.year, at.hour,
    at.min, at.sec)
end

return time
