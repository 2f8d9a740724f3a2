-- Why tasks failed, the most frequent reasons first.
local bars = require "aliota.write.html.bars"
local element = require "aliota.write.html.element"
local reasons = require "aliota.report.reasons"

local MOST_SHOWN = 10

--- The section.
---@param data aliota.write.html.Data
---@return string
return function(data)
  local found, list = data.reasons:finish(), {}
  for i, each in ipairs(found.reasons) do list[i] = {text = reasons.words(each), count = each.count} end
  return element.section("reasons", "Why tasks failed",
    list[1] and bars(list, found.failed, MOST_SHOWN) or '<p class="note">None failed.</p>\n')
end
