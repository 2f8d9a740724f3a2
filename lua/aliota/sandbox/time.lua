-- Times in UTC, as the service writes them: `2026-01-02T03:04:05Z`.

local days = require "aliota.days"

local time = {}

---@param epoch integer seconds since 1970
---@return string
function time.format(epoch)
  return os.date("!%Y-%m-%dT%H:%M:%SZ", epoch)
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
