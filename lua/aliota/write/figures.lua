-- Numbers for eyes.
local figures = {}

--- A count with its thousands apart: 1,234,567.
---@param count integer
---@return string
function figures.count(count)
  local digits = ("%.0f"):format(count)
  local head = (#digits - 1) % 3 + 1
  return digits:sub(1, head) .. digits:sub(head + 1):gsub("%d%d%d", ",%0")
end

--- A count and what is counted: "1 task", "2,500 tasks".
---@param count integer
---@param noun string
---@return string
function figures.of(count, noun)
  return figures.count(count) .. " " .. noun .. (count == 1 and "" or "s")
end

--- A share: 12.3 %. Nothing of nothing has none: "–". Less than all is never 100.0 %, something never 0.0 %.
---@param part integer
---@param whole integer
---@return string
function figures.percent(part, whole)
  if whole == 0 then return "–" end
  local tenths = math.floor(part / whole * 1000 + 0.5)
  if part < whole then tenths = math.min(tenths, 999) end
  if part > 0 then tenths = math.max(tenths, 1) end
  return ("%.1f %%"):format(tenths / 10)
end

return figures
