-- Times as the service shows them: `2019-11-04T03:38:22.000Z`.

local dates = {}

local SECONDS, MILLISECONDS = {}, {}
for second = 0, 59 do SECONDS[second * 1000] = (":%02d"):format(second) end
for milliseconds = 0, 999 do MILLISECONDS[milliseconds] = (".%03dZ"):format(milliseconds) end

-- Most times share a minute, and what os.date does is the dearest part of a row.
local MINUTE = 60000
local MOST_MINUTES = 20000
local minutes, count = {}, 0

local function minute_text(minute)
  if count >= MOST_MINUTES then minutes, count = {}, 0 end
  local text = os.date("!%Y-%m-%dT%H:%M", minute / 1000)
  minutes[minute], count = text, count + 1
  return text
end

--- The text of a time in three parts, none of which is made for it alone.
---@param milliseconds integer since 1970
---@return string minute
---@return string second
---@return string millisecond
function dates.parts(milliseconds)
  local in_minute, in_second = milliseconds % MINUTE, milliseconds % 1000
  local minute = milliseconds - in_minute
  return minutes[minute] or minute_text(minute), SECONDS[in_minute - in_second], MILLISECONDS[in_second]
end

---@param milliseconds integer since 1970
---@return string
function dates.text(milliseconds)
  local minute, second, millisecond = dates.parts(milliseconds)
  return minute .. second .. millisecond
end

return dates
