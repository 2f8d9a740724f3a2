-- Calendar arithmetic that no time zone of this machine gets into, as it would with os.time.

--- Days from 1970-01-01 to a date of the Gregorian calendar.
---@param year integer
---@param month integer 1 to 12
---@param day integer
---@return integer
return function(year, month, day)
  local from_march = (month + 9) % 12
  if month <= 2 then year = year - 1 end
  local leap_days = math.floor(year / 4) - math.floor(year / 100) + math.floor(year / 400)
  return year * 365 + leap_days + math.floor((from_march * 153 + 2) / 5) + day - 719469
end
