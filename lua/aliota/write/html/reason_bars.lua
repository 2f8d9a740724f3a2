-- Why tasks failed, the most frequent reasons first.
local bars = require "aliota.write.html.bars"
local element = require "aliota.write.html.element"

local MOST_SHOWN = 10

local function by_count(groups)
  local list = {}
  for i, group in ipairs(groups) do list[i] = {text = group.text, count = group.count, rank = i} end
  table.sort(list, function(a, b)
    if a.count ~= b.count then return a.count > b.count end
    return a.rank < b.rank
  end)
  return list
end

--- The section.
---@param data aliota.write.html.Data
---@return string
return function(data)
  local failed = data.tally:of "FAILED"
  if failed == 0 then return element.section("reasons", "Why tasks failed", '<p class="note">None failed.</p>\n') end
  return element.section("reasons", "Why tasks failed", bars(by_count(data.reasons.list), failed, MOST_SHOWN))
end
