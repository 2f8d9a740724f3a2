-- The hours of a day in which a wave may begin, such as "22:00-05:00+08:00": they may go on after midnight. Pure.
local time_window = {}

local DAY = 86400

---@class aliota.TimeWindow
---@field text string     as it was written
---@field first integer   seconds of the day at which it opens
---@field last integer    at which it closes; smaller than first where that is on the next day
---@field offset integer  seconds by which the clock that is meant is ahead of UTC

local function seconds_of(hours, minutes)
  local time = tonumber(hours) * 3600 + tonumber(minutes) * 60
  if tonumber(minutes) < 60 and time <= DAY then return time end
end

--- Reads an offset from UTC: "Z", "+08:00", "-0330".
---@param text any
---@return integer|nil seconds
function time_window.offset(text)
  if type(text) ~= "string" then return nil end
  if text == "Z" or text == "UTC" then return 0 end
  local sign, hours, minutes = text:match "^([+-])(%d%d):?(%d%d)$"
  local seconds = sign and seconds_of(hours, minutes)
  if not seconds or seconds > DAY / 2 + 7200 then return nil end -- from -12:00 to +14:00, as there are
  return sign == "+" and seconds or -seconds
end

local FORM = "^(%d%d?):(%d%d)%s*%-%s*(%d%d?):(%d%d)%s*(.-)$"

local function offset_of(rest, utc_offset)
  if rest == "" then
    if utc_offset then return time_window.offset(utc_offset) end
    return nil, "names no offset from UTC: write \"22:00-05:00+08:00\", or give utc_offset"
  end
  if utc_offset then return nil, "names an offset from UTC, and so does utc_offset" end
  local offset = time_window.offset(rest)
  if not offset then return nil, ("ends in %q, which is no offset from UTC, such as \"+08:00\""):format(rest) end
  return offset
end

--- Reads a window.
---@param text string
---@param utc_offset string|nil  for a text that names none
---@return aliota.TimeWindow|nil
---@return string|nil problem  as it goes on after the option's name
function time_window.read(text, utc_offset)
  local from_hours, from_minutes, to_hours, to_minutes, rest = text:match(FORM)
  local first = from_hours and seconds_of(from_hours, from_minutes)
  local last = first and seconds_of(to_hours, to_minutes)
  if not last then return nil, ("is %q; it must be hours of a day, such as \"22:00-05:00+08:00\""):format(text) end
  local offset, problem = offset_of(rest, utc_offset)
  if not offset then return nil, problem end
  if first % DAY == last % DAY and last - first ~= DAY then return nil, ("is %q, which never opens"):format(text) end
  return {text = rest == "" and text .. utc_offset or text, first = first, last = last, offset = offset}
end

local function is_open(window, time)
  if window.first < window.last then return time >= window.first and time < window.last end
  return time >= window.first or time < window.last
end

--- The first time from another one on at which something may begin.
---@param window aliota.TimeWindow|nil  nil: always
---@param epoch number
---@return number epoch
function time_window.opens(window, epoch)
  if not window then return epoch end
  local time = (epoch + window.offset) % DAY
  if is_open(window, time) then return epoch end
  return epoch + (window.first - time) % DAY
end

return time_window
