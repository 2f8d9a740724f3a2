-- A series of figures as a line of text: each column is the median height of its time, the highest is full.
local chart = {}

local HEIGHTS = {"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"}
local COLUMNS = 60

--- Draws from zero, so that what is flat looks flat.
---@param values number[]
---@return string
function chart.line(values)
  local columns, most, pieces = math.min(COLUMNS, #values), 0, {}
  for _, value in ipairs(values) do most = math.max(most, value) end
  for column = 1, columns do
    local value = values[math.ceil(column / columns * #values)]
    pieces[column] = HEIGHTS[math.max(1, math.ceil(value / math.max(most, 1) * #HEIGHTS))]
  end
  return table.concat(pieces)
end

return chart
