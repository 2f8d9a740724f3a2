-- Numbers for a reader.
local decimal = require "aliota.util.decimal"

local number = {}

--- What stands for a number that there is none of, such as a share of nothing.
number.NONE = "–"

--- A count with its thousands apart: `1,234`.
---@param value integer|nil
---@return string
function number.count(value)
  if not value then return number.NONE end
  local digits = decimal.fixed(value, 0)
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

--- A task's Progress: a percentage, or what went wrong, which is a code below zero: `48 %`, `-2`.
---@param value any
---@return string
function number.progress(value)
  if type(value) ~= "number" then return number.NONE end
  return decimal.fixed(value, 0) .. (value < 0 and "" or " %")
end

-- Neither nothing nor everything is shown where it is not so.
local function shown(percent, share)
  if share > 0 and percent == "0.0" then return "<0.1 %" end
  if share < 1 and percent == "100.0" then return ">99.9 %" end
  return percent .. " %"
end

--- A share: `12.3 %`.
---@param share number|nil 0 to 1
---@return string
function number.percent(share)
  return share and shown(decimal.fixed(share * 100, 1), share) or number.NONE
end

-- Whole tenths of a percent for each part. Those that lose most by being cut get what is left of the sum (the method of
-- the largest remainder).
local function tenths_of(parts, whole)
  local tenths, order, sum, left = {}, {}, 0, 0
  for i, part in ipairs(parts) do
    tenths[i], order[i], sum = math.floor(part * 1000 / whole), i, sum + part
    left = left - tenths[i]
  end
  left = left + math.floor(sum * 1000 / whole + 0.5)
  table.sort(order, function(a, b)
    local lost_a, lost_b = parts[a] * 1000 % whole, parts[b] * 1000 % whole
    if lost_a ~= lost_b then return lost_a > lost_b end
    return a < b
  end)
  for i = 1, left do tenths[order[i]] = tenths[order[i]] + 1 end
  return tenths
end

--- Shares that are shown together: they add up, to 100.0 % if the parts are all that there is.
---@param parts integer[]
---@param whole integer
---@return string[] as `percent` has them
function number.percents(parts, whole)
  local list = {}
  if whole == 0 then
    for i in ipairs(parts) do list[i] = number.NONE end
    return list
  end
  for i, tenths in ipairs(tenths_of(parts, whole)) do
    list[i] = shown(decimal.fixed(tenths / 10, 1), parts[i] / whole)
  end
  return list
end

--- The same for what has a count each.
---@param list {count: integer}[]
---@param whole integer
---@return string[]
function number.percents_of(list, whole)
  local counts = {}
  for i, each in ipairs(list) do counts[i] = each.count end
  return number.percents(counts, whole)
end

--- An interval of shares: `3.1 – 5.9 %`.
---@param low number|nil 0 to 1
---@param high number|nil
---@return string
function number.interval(low, high)
  if not (low and high) then return number.NONE end
  return ("%s – %s %%"):format(decimal.fixed(low * 100, 1), decimal.fixed(high * 100, 1))
end

--- A part of a whole; nil when the whole is nothing.
---@param part number
---@param whole number
---@return number|nil
function number.share(part, whole)
  return whole > 0 and part / whole or nil
end

return number
