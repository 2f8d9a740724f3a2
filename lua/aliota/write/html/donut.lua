-- The states of a batch as a ring, with a legend that has the figures.
local decimal = require "aliota.util.decimal"
local element = require "aliota.write.html.element"
local escape = require "aliota.write.markup"
local number = require "aliota.show.number"
local task_status = require "aliota.api.task_status"

local GAP = 0.6 -- hundredths of the ring between two arcs
local SHORTEST = 0.4

-- The circle's length counts as 100, so shares are lengths.
local function arc(status, from, length, label)
  return ('<circle class="arc %s" cx="60" cy="60" r="48" pathLength="100" stroke-dasharray="%s 100" '
    .. 'stroke-dashoffset="%s"><title>%s</title></circle>\n'):format(task_status.of(status).class,
    decimal.fixed(length, 3), decimal.fixed(-from, 3), label)
end

local function arcs(tally, statuses)
  local pieces, from = {}, 0
  local gap = #statuses > 1 and GAP or 0
  for i, status in ipairs(statuses) do
    local share = tally:of(status) / tally.total
    local label = ("%s: %s"):format(escape(status), number.count(tally:of(status)))
    pieces[i] = arc(status, from + gap / 2, math.max(SHORTEST, share * 100 - gap), label)
    from = from + share * 100
  end
  return table.concat(pieces)
end

local function description(tally, statuses)
  local parts = {}
  for i, status in ipairs(statuses) do parts[i] = escape(status) .. " " .. number.count(tally:of(status)) end
  return #parts > 0 and table.concat(parts, ", ") or "no tasks"
end

local function ring(tally, statuses)
  return ([[
<svg class="donut" viewBox="0 0 120 120" role="img" aria-labelledby="donut-title donut-desc">
<title id="donut-title">Tasks by state</title>
<desc id="donut-desc">%s</desc>
<circle class="track" cx="60" cy="60" r="48"/>
%s<text class="total" x="60" y="60">%s</text>
<text class="unit" x="60" y="75">%s</text>
</svg>
]]):format(description(tally, statuses), arcs(tally, statuses), number.count(tally.total),
    tally.total == 1 and "task" or "tasks")
end

local function legend(tally, statuses)
  local rows, percents = {}, tally:percents()
  for i, status in ipairs(statuses) do
    rows[i] = ("<tr><th scope=\"row\">%s%s</th><td>%s</td><td>%s</td></tr>\n"):format(
      element.key(task_status.of(status).class), escape(status), number.count(tally:of(status)),
      percents[status])
  end
  return '<table class="legend">\n' .. table.concat(rows) .. "</table>\n"
end

--- The section.
---@param data aliota.write.html.Data
---@return string
return function(data)
  local statuses = {}
  for _, status in ipairs(data.tally:statuses()) do
    if data.tally:of(status) > 0 then statuses[#statuses + 1] = status end
  end
  return element.section("states", "States", ring(data.tally, statuses) .. legend(data.tally, statuses))
end
