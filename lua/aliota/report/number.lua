-- Numbers for a reader.

local number = {}

--- What stands for a number that there is none of, such as a share of nothing.
number.NONE = "–"

--- A count with its thousands apart: `1,234`.
---@param value integer|nil
---@return string
function number.count(value)
  if not value then return number.NONE end
  local digits = ("%.0f"):format(value)
  return (digits:reverse():gsub("%d%d%d", "%0,"):reverse():gsub("^(%-?),", "%1"))
end

--- A count and what is counted: `1 task`, `2,500 tasks`.
---@param value integer
---@param one string
---@param many string|nil default: one with an s
---@return string
function number.of(value, one, many)
  return number.count(value) .. " " .. (value == 1 and one or many or one .. "s")
end

--- A share: `12.3 %`. Neither nothing nor everything is shown where it is not so.
---@param share number|nil 0 to 1
---@return string
function number.percent(share)
  if not share then return number.NONE end
  if share > 0 and share < 0.0005 then return "<0.1 %" end
  if share < 1 and share >= 0.9995 then return ">99.9 %" end
  return ("%.1f %%"):format(share * 100)
end

--- An interval of shares: `3.1 – 5.9 %`.
---@param low number|nil 0 to 1
---@param high number|nil
---@return string
function number.interval(low, high)
  return low and high and ("%.1f – %.1f %%"):format(low * 100, high * 100) or number.NONE
end

--- A part of a whole; nil when the whole is nothing.
---@param part number
---@param whole number
---@return number|nil
function number.share(part, whole)
  return whole > 0 and part / whole or nil
end

return number
