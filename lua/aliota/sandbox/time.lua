-- Times in UTC, as the service writes them: `2026-01-02T03:04:05Z`.

local utc = require "aliota.utc"

local time = {}

time.format = utc.stamp

---@param text string
---@return number? epoch seconds since 1970; nil unless the text is exactly a time in the form above
function time.parse(text)
  return text:find "^[^.]+$" and utc.parse(text)
end

return time
