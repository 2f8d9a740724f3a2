-- A batch on the page: how far it is, its states, its pace, why tasks failed.
local bars = require "aliota.write.html.bars"
local decimal = require "aliota.util.decimal"
local duration = require "aliota.show.duration"
local element = require "aliota.write.html.element"
local notice = require "aliota.nginx.page.notice"
local number = require "aliota.show.number"
local task_status = require "aliota.api.task_status"
local utc = require "aliota.util.utc"
local words = require("aliota.report.reasons").words

local MOST_REASONS = 5

-- From the left in a bar: what is through, then what is open, the nearer to its end the sooner.
local BAR = {}
for i, status in ipairs(task_status.SETTLED) do BAR[i] = status end
for i = #task_status.OPEN, 1, -1 do BAR[#BAR + 1] = task_status.OPEN[i] end
BAR[#BAR + 1] = task_status.OTHERS

-- The counts of all states, to which those that have no row are one.
local function counts_of(figures)
  local counts = {[task_status.OTHERS] = figures.other > 0 and figures.other or nil}
  for _, status in ipairs(task_status.NAMES) do counts[status] = figures.by_status[status] end
  return counts
end

-- They are parts of their sum, lest a bar is too long or too short where counts don't add up.
local function parts(figures)
  local counts, sum, rects, from = counts_of(figures), 0, {}, 0
  for _, count in pairs(counts) do sum = sum + count end
  for _, status in ipairs(BAR) do
    local width = (counts[status] or 0) / sum * 100
    if width > 0 then
      rects[#rects + 1] = ('<rect class="%s" x="%s" width="%s" height="1"/>'):format(task_status.of(status).class,
        decimal.fixed(from, 3), decimal.fixed(width, 3))
    end
    from = from + width
  end
  return table.concat(rects)
end

local function progress(figures, label)
  local share = figures.settled / figures.total
  return ([[
<p class="through"><strong>%s</strong> <span>through: %s of %s</span></p>
<div role="progressbar" aria-labelledby="%s" aria-valuemin="0" aria-valuemax="100" aria-valuenow="%d"
aria-valuetext="%s through">
<svg class="stack" viewBox="0 0 100 1" preserveAspectRatio="none" aria-hidden="true">%s</svg></div>
]]):format(number.percent(share), number.count(figures.settled), number.of(figures.total, "task"), label,
    math.floor(share * 100), number.percent(share), parts(figures))
end

local function state(status, count, percent)
  local title = status == task_status.OTHERS and "other states" or status
  local key = element.key(task_status.of(status).class)
  return ('<li%s>%s<span>%s</span> <strong>%s</strong> <small>%s</small></li>\n'):format(
    count == 0 and ' class="none"' or "", key, title, number.count(count), percent)
end

local function states(figures)
  local by_status, list, rows = counts_of(figures), {}, {}
  for i, status in ipairs(task_status.sorted(by_status)) do list[i] = {status = status, count = by_status[status]} end
  local percents = number.percents_of(list, figures.total)
  for i, each in ipairs(list) do rows[i] = state(each.status, each.count, percents[i]) end
  return '<ul class="states" aria-label="Tasks by state">\n' .. table.concat(rows) .. "</ul>\n"
    .. (figures.consistent and "" or '<p class="note">The counts don\'t add up: tasks moved meanwhile.</p>\n')
end

local function fact(label, value)
  return ("<div><dt>%s</dt><dd>%s</dd></div>\n"):format(label, value)
end

-- The interval, as far as it is known.
local function between(pace)
  return utc.text(pace.earliest) .. (pace.latest and " and " .. utc.text(pace.latest) or " and nobody knows") .. " UTC"
end

local PACE = {}

function PACE.done() return fact("Time left", "no task is open") end

function PACE.unknown() return fact("Time left", "not known yet") end

function PACE.stalled(pace)
  return fact("Rate", "stalled: no task was settled for " .. duration.text(pace.seconds))
end

function PACE.running(pace, time)
  return fact("Rate", number.count(pace.per_hour) .. " tasks an hour")
    .. fact("Time left", duration.text(math.max(0, pace.finish - time)))
    .. fact("Done between", between(pace))
end

local function why(failures)
  if not failures then return "" end
  local list = {}
  for i, each in ipairs(failures.reasons) do list[i] = {text = words(each), count = each.count} end
  if failures.left_out > 0 then list[#list + 1] = {text = "other reasons", count = failures.left_out} end
  local part = failures.read < failures.failed and ("the first %s of "):format(number.count(failures.read)) or ""
  return "<h3>Why tasks failed</h3>\n" .. bars(list, failures.read, MOST_REASONS)
    .. ('<p class="note">Of %s%s that had failed by %s UTC.</p>\n'):format(part, number.of(failures.failed, "task"),
      utc.text(failures.taken))
end

local function figures_of(each, label, time)
  local figures = each.figures
  if not figures then return "" end
  if figures.total == 0 then return '<p class="note">This batch has no tasks. Is its JobId right?</p>\n' end
  return progress(figures, label) .. states(figures) .. '<dl class="facts">\n'
    .. PACE[figures.pace.state](figures.pace, time) .. "</dl>\n" .. why(figures.failures)
end

--- The section of a batch.
---@param each aliota.nginx.BatchView
---@param i integer  which one it is
---@param view aliota.nginx.View
---@return string
return function(each, i, view)
  local label = "job-" .. i
  return ([[
<section class="batch" id="batch-%d" data-part data-state="%s">
<h2 id="%s"><small>Batch</small> %s</h2>
%s%s</section>
]]):format(i, each.state, label, element.device(each.JobId), notice.of_batch(each, view),
    figures_of(each, label, view.time))
end
