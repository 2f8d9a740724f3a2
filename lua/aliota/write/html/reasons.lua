-- Why tasks failed, the most frequent reasons first.
local element = require "aliota.write.html.element"
local number = require "aliota.report.number"

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

local function row(group, failed)
  return ([[
<li><span class="reason">%s</span><span class="figure">%s <small>%s</small></span>
<svg class="bar" viewBox="0 0 100 1" preserveAspectRatio="none" aria-hidden="true">
<rect width="%.2f" height="1"/></svg></li>
]]):format(element.device(group.text), number.count(group.count), number.percent(number.share(group.count, failed)),
    group.count / failed * 100)
end

local function left_out(list)
  local count = 0
  for i = MOST_SHOWN + 1, #list do count = count + list[i].count end
  if count == 0 then return "" end
  return ('<p class="note">%s for %s.</p>\n'):format(number.of(count, "more task"),
    number.of(#list - MOST_SHOWN, "other reason"))
end

--- The section.
---@param data aliota.write.html.Data
---@return string
return function(data)
  local failed, list, rows = data.tally:of "FAILED", by_count(data.reasons.list), {}
  if failed == 0 then return element.section("reasons", "Why tasks failed", '<p class="note">None failed.</p>\n') end
  for i = 1, math.min(#list, MOST_SHOWN) do rows[i] = row(list[i], failed) end
  return element.section("reasons", "Why tasks failed",
    '<ol class="bars">\n' .. table.concat(rows) .. "</ol>\n" .. left_out(list))
end
