-- What was seen of a batch, as one sentence: no figure stands without it.
local figures = require "aliota.write.figures"

local function of_listing(coverage)
  local seen, total = coverage.unique or coverage.rows, coverage.total_last
  local text = total and ("%s of %s"):format(figures.count(seen), figures.of(total, "task")) or figures.of(seen, "task")
  return text .. (coverage.complete and ", complete" or ", INCOMPLETE"), seen
end

--- Such as "2,500 of 2,500 tasks, complete"; of an array, which knows no more, "2,500 tasks".
---@param count integer tasks that were written
---@param coverage table|nil what the listing says of itself
---@return string
return function(count, coverage)
  if not coverage then return figures.of(count, "task") end
  local text, seen = of_listing(coverage)
  return count == seen and text or ("%s, out of %s"):format(figures.of(count, "task"), text)
end
