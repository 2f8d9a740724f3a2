-- What occurs how often, as a list with bars, the most frequent first.
local decimal = require "aliota.util.decimal"
local element = require "aliota.write.html.element"
local number = require "aliota.show.number"

local function row(each, percent, total)
  return ([[
<li><span class="reason">%s</span><span class="figure">%s <small>%s</small></span>
<svg class="bar" viewBox="0 0 100 1" preserveAspectRatio="none" aria-hidden="true">
<rect width="%s" height="1"/></svg></li>
]]):format(element.device(each.text), number.count(each.count), percent,
    decimal.fixed(each.count / total * 100, 2))
end

local function left_out(list, most)
  local count = 0
  for i = most + 1, #list do count = count + list[i].count end
  if count == 0 then return "" end
  return ('<p class="note">%s for %s.</p>\n'):format(number.of(count, "more task"),
    number.of(#list - most, "other reason"))
end

--- The list.
---@param list {text: any, count: integer}[]  in the order in which it is shown
---@param total integer  of which the counts are shares
---@param most integer   rows that are shown
---@return string
return function(list, total, most)
  local rows, percents = {}, number.percents_of(list, total)
  for i = 1, math.min(#list, most) do rows[i] = row(list[i], percents[i], total) end
  return '<ol class="bars">\n' .. table.concat(rows) .. "</ol>\n" .. left_out(list, most)
end
