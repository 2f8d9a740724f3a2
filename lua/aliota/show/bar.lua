-- Bars and sparklines of block characters.

local bar = {}

local EIGHTHS = {"▏", "▎", "▍", "▌", "▋", "▊", "▉"}
local HEIGHTS = {"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"}
local NOTHING = "·"

--- A horizontal bar, exact to an eighth of a column. What is more than nothing is seen.
---@param share number 0 to 1
---@param columns integer of the whole
---@return string at most so many columns
function bar.horizontal(share, columns)
  local eighths = math.floor(share * columns * 8 + 0.5)
  if share > 0 then eighths = math.max(1, eighths) end
  return ("█"):rep(math.floor(eighths / 8)) .. (EIGHTHS[eighths % 8] or "")
end

--- A column for each number, as high as it is of the largest. Nothing is a dot.
---@param values number[]
---@return string
function bar.sparkline(values)
  local largest, columns = 0, {}
  for _, value in ipairs(values) do largest = math.max(largest, value) end
  for i, value in ipairs(values) do
    columns[i] = value == 0 and NOTHING or HEIGHTS[math.max(1, math.ceil(value / largest * #HEIGHTS))]
  end
  return table.concat(columns)
end

return bar
