-- Times in UTC, as the service writes them: `2026-01-02T03:04:05Z`.

local time = {}

---@param epoch integer seconds since 1970
---@return string
function time.format(epoch)
  return os.date("!%Y-%m-%dT%H:%M:%SZ", epoch)
end

-- Days from 1970-01-01 to a date of the Gregorian calendar. os.time would apply the local time zone.
local function days(year, month, day)
  local from_march = (month + 9) % 12
  if month <= 2 then year = year - 1 end
  local leap_days = math.floor(year / 4) - math.floor(year / 100) + math.floor(year / 400)
  return year * 365 + leap_days + math.floor((from_march * 153 + 2) / 5) + day - 719469
end

---@param text string
---@return integer? epoch seconds since 1970; nil unless the text is exactly a time in the form above
function time.parse(text)
  local year, month, day, hour, minute, second = text:match("^(%d%d%d%d)%-(%d%d)%-(%d%d)T(%d%d):(%d%d):(%d%d)Z$")
  if not year then return nil end
  local epoch = days(tonumber(year), tonumber(month), tonumber(day)) * 86400
    + tonumber(hour) * 3600 + tonumber(minute) * 60 + tonumber(second)
  -- Formatting it back refuses February 30 and 25 o'clock.
  return time.format(epoch) == text and epoch or nil
end

return time
