-- Numbers as text for machines: a point in every locale, and the same on every Lua.
--
-- Lua's own ways follow the program's locale, so that 0.5 may be written 0,5 by tostring, `..` and string.format; they
-- keep 14 digits; and each Lua rounds a half in its own way.

local compat = require "aliota.util.compat"
local memo = require "aliota.util.memo"

local decimal = {}

local EXACT = 2 ^ 53        -- up to here every whole number is a double
local LAST_BIT = 2 ^ -52    -- of a double, as a part of it
local PRECISIONS = {"%.15g", "%.16g", "%.17g"}

local is_integer = compat.is_integer

local function special(value)
  if value ~= value then return "NaN" end
  return value > 0 and "Infinity" or "-Infinity"
end

--- Whether a number is neither infinite nor NaN.
---@param value number
---@return boolean
local function is_finite(value) return value - value == 0 end
decimal.is_finite = is_finite

-- The fewest digits that are read back as the same number. Percentages come again and again.
local SHORTEST = memo(function(value)
  local text
  for _, precision in ipairs(PRECISIONS) do
    text = precision:format(value)
    if tonumber(text) == value then break end
  end
  return (text:gsub("[^%d%-+e]+", "."))
end, 1000)

--- A number in the fewest digits that are read back as the same number: `33.67`, `1234567890123456`, `1e+20`.
---@param value number
---@return string
function decimal.text(value)
  if value % 1 == 0 and value <= EXACT and value >= -EXACT then return ("%.0f"):format(value) end
  if is_integer(value) then return ("%d"):format(value) end
  return is_finite(value) and SHORTEST[value] or special(value)
end

-- The nearest whole number of units. What a double lacks to a half is an error of its last bit: 1.005, which is a
-- little less as a double, is a half between 1.00 and 1.01.
local function units_of(value, places)
  local units = value * 10 ^ places
  if units % 1 == 0 then return units end
  return math.floor(units + units * LAST_BIT + 0.5)
end

--- A number rounded to so many places, halves away from zero: 2.25 to `2.3`.
---@param value number   the result has 15 digits at most
---@param places integer
---@return string
function decimal.fixed(value, places)
  if not is_finite(value) then return special(value) end
  local digits = ("%.0f"):format(units_of(math.abs(value), places))
  local sign = value < 0 and digits ~= "0" and "-" or ""
  if places == 0 then return sign .. digits end
  if #digits <= places then digits = ("0"):rep(places + 1 - #digits) .. digits end
  return sign .. digits:sub(1, -places - 1) .. "." .. digits:sub(-places)
end

return decimal
