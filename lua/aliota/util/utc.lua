-- Times as the service writes them, `2019-11-04T03:38:22.000Z`, and as people read them.
local memo = require "aliota.util.memo"
local stamp = require "aliota.util.stamp"

local sub = string.sub

local utc = {}

--- Days from 1970-01-01 to a date of the Gregorian calendar. No time zone of this machine gets into it, as it would
--- with os.time.
---@param year integer
---@param month integer 1 to 12
---@param day integer
---@return integer
function utc.days(year, month, day)
  local from_march = (month + 9) % 12
  if month <= 2 then year = year - 1 end
  local leap_days = math.floor(year / 4) - math.floor(year / 100) + math.floor(year / 400)
  return year * 365 + leap_days + math.floor((from_march * 153 + 2) / 5) + day - 719469
end

local function minute(text)
  local year, month, day, hour, minutes = text:match "^(%d%d%d%d)%-(%d%d)%-(%d%d)T(%d%d):(%d%d)$"
  if not year then return false end
  local epoch = utc.days(tonumber(year), tonumber(month), tonumber(day)) * 86400 + hour * 3600 + minutes * 60
  -- Writing it again refuses February 30 and 25 o'clock.
  return os.date("!%Y-%m-%dT%H:%M", epoch) == text and epoch
end

local function second(text)
  return tonumber(text:match "^:([0-5]%d)$") or false
end

local LONGEST = 100 -- bytes of a time; what is remembered of texts must be short
local MOST_DIGITS = 15 -- of a fraction, as many as make a difference

-- Without the point, which not every Lua reads in every locale.
local function fraction(text)
  if text == "Z" then return 0 end
  local digits = text:match "^%.(%d+)Z$"
  if not digits then return false end
  digits = digits:sub(1, MOST_DIGITS)
  return tonumber(digits) / 10 ^ #digits
end

-- A listing has a hundred thousand times, but few minutes.
local MINUTES, SECONDS, FRACTIONS = memo(minute, 20000), memo(second, 100), memo(fraction, 2000)

--- Reads a time.
---@param text any
---@return number|nil epoch seconds since 1970; nil unless the text is a time in the form above, fraction or not
function utc.parse(text)
  if type(text) ~= "string" or #text > LONGEST then return nil end
  local minutes, seconds, rest = MINUTES[sub(text, 1, 16)], SECONDS[sub(text, 17, 19)], FRACTIONS[sub(text, 20)]
  return minutes and seconds and rest and minutes + seconds + rest or nil
end

--- Reads a time to the minute, which is cheaper. What follows the minute is not looked at.
---@param text any
---@return number|nil epoch seconds since 1970; nil unless the text begins as a time does
function utc.minute(text)
  return type(text) == "string" and MINUTES[sub(text, 1, 16)] or nil
end

--- Whether a value is a time that things can be said of: seconds since 1970, up to the year 9999.
---@param value any
---@return boolean
function utc.is_time(value)
  return type(value) == "number" and value >= 0 and value <= stamp.LAST
end

--- A time to the minute, for a person: `2019-11-04 03:38`.
---@param epoch number seconds since 1970
---@return string
function utc.text(epoch)
  return os.date("!%Y-%m-%d %H:%M", stamp.whole(epoch))
end

utc.stamp = stamp.of

return utc
