-- How many tasks had come to their end by when: areas for each end, on top of each other, up to all tasks.
local decimal = require "aliota.util.decimal"
local element = require "aliota.write.html.element"
local number = require "aliota.show.number"
local task_status = require "aliota.api.task_status"
local utc = require "aliota.util.utc"

local ENDS = task_status.SETTLED -- from the bottom up
local WIDTH, HEIGHT = 1000, 400

-- Sums of each end so far, at the end of each bucket; the first point is the beginning, when nothing was through.
local function points_of(data)
  local buckets = data.settled:list()
  local sums, first = {}, buckets[1].from
  local points = {{time = math.min(data.began or first, first)}}
  for i in ipairs(ENDS) do sums[i], points[1][i] = 0, 0 end
  for _, bucket in ipairs(buckets) do
    local point = {time = bucket.from + data.settled.width}
    for i, status in ipairs(ENDS) do
      sums[i] = sums[i] + (bucket.counts[status] or 0)
      point[i] = sums[i]
    end
    points[#points + 1] = point
  end
  return points
end

-- The height of the stack's first `count` areas at a point.
local function stacked(point, count)
  local sum = 0
  for i = 1, count do sum = sum + point[i] end
  return sum
end

-- The upper edge of the stack's first areas, as coordinates from left to right.
local function edge(points, count, total)
  local from, span = points[1].time, points[#points].time - points[1].time
  local coordinates = {}
  for i, point in ipairs(points) do
    coordinates[i] = decimal.fixed((point.time - from) / span * WIDTH, 1) .. ","
      .. decimal.fixed(HEIGHT - stacked(point, count) / total * HEIGHT, 1)
  end
  return coordinates
end

-- From the left along the upper edge, and back along the lower one.
local function area(points, i, total)
  local upper, lower = edge(points, i, total), edge(points, i - 1, total)
  for j = #lower, 1, -1 do upper[#upper + 1] = lower[j] end
  return ('<polygon class="area %s" points="%s"><title>%s: %s</title></polygon>\n'):format(
    task_status.of(ENDS[i]).class, table.concat(upper, " "), ENDS[i], number.count(points[#points][i]))
end

local function grid()
  local lines = {}
  for quarter = 0, 4 do
    lines[#lines + 1] = ('<line class="grid" x1="0" x2="%d" y1="%d" y2="%d"/>\n'):format(WIDTH, quarter * HEIGHT / 4,
      quarter * HEIGHT / 4)
  end
  return table.concat(lines)
end

local function description(points, total)
  local last, parts = points[#points], {}
  for i, status in ipairs(ENDS) do parts[i] = number.count(last[i]) .. " " .. status end
  return ("From %s to %s UTC, of %s: %s"):format(utc.text(points[1].time), utc.text(last.time),
    number.of(total, "task"), table.concat(parts, ", "))
end

local function plot(points, total)
  local areas = {}
  for i = 1, #ENDS do areas[i] = area(points, i, total) end
  return ([[
<svg class="plot" viewBox="0 0 %d %d" preserveAspectRatio="none" role="img" aria-labelledby="curve-title curve-desc">
<title id="curve-title">Rollout over time</title>
<desc id="curve-desc">%s</desc>
%s%s</svg>
]]):format(WIDTH, HEIGHT, description(points, total), grid(), table.concat(areas))
end

-- Axes are text beside the picture, which is stretched.
local function axes(points)
  local first, last = points[1].time, points[#points].time
  local shares, times = {}, {}
  for i = 4, 0, -1 do shares[#shares + 1] = ("<span>%d %%</span>"):format(i * 25) end
  for i = 0, 2 do times[i + 1] = "<span>" .. utc.text(first + (last - first) * i / 2) .. "</span>" end
  return '<div class="shares" aria-hidden="true">' .. table.concat(shares) .. "</div>\n",
    '<div class="times" aria-hidden="true">' .. table.concat(times) .. "</div>\n"
end

local function keys()
  local list = {}
  for i, status in ipairs(ENDS) do
    list[i] = "<li>" .. element.key(task_status.of(status).class) .. status .. "</li>"
  end
  return '<ul class="keys">' .. table.concat(list) .. "</ul>\n"
end

local function paragraph(text) return '<p class="note">' .. text .. "</p>\n" end

local function note(data)
  if data.timeless == 0 then return "" end
  return paragraph(number.of(data.timeless, "task that came to its end without a time is",
    "tasks that came to their end without a time are") .. " not in the curve.")
end

--- The section.
---@param data aliota.write.html.Data
---@return string
return function(data)
  if not data.settled.first then
    local nothing = "No task has come to its end" .. (data.timeless > 0 and " at a known time." or ".")
    return element.section("rollout", "Rollout", paragraph(nothing) .. note(data))
  end
  local points = points_of(data)
  local shares, times = axes(points)
  return element.section("rollout", "Rollout", '<div class="chart">\n' .. shares .. plot(points, data.tally.total)
    .. times .. "</div>\n" .. keys() .. note(data))
end
