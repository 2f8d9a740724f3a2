-- Noise hits whoever runs at the moment: contenders take turns, and the median of many rounds counts.
local alternate = require "bench.alternate"

local function median(values)
  table.sort(values)
  return values[(#values + 1) // 2]
end

--- Runs every contender once a round.
---@param count integer odd
---@param contenders table<string, fun(): table<string, number>>
---@return table<string, table<string, number>> medians of each figure of each contender
return function(count, contenders)
  local medians = {}
  for name in pairs(contenders) do medians[name] = {} end
  alternate(contenders, count, function(name, run)
    for figure, value in pairs(run()) do
      medians[name][figure] = medians[name][figure] or {}
      table.insert(medians[name][figure], value)
    end
  end)
  for _, figures in pairs(medians) do
    for figure, values in pairs(figures) do figures[figure] = median(values) end
  end
  return medians
end
