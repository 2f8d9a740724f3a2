-- A batch on the page: how far it is, its states, its pace, why tasks failed.
local bars = require "aliota.write.html.bars"
local decimal = require "aliota.util.decimal"
local duration = require "aliota.show.duration"
local element = require "aliota.write.html.element"
local encode = require("aliota.core").sign.encode
local escape = require "aliota.write.markup"
local moment = require "aliota.nginx.page.moment"
local notice = require "aliota.nginx.page.notice"
local number = require "aliota.show.number"
local progress_curve = require "aliota.nginx.page.progress_curve"
local task_status = require "aliota.api.task_status"
local words = require("aliota.report.reasons").words

local MOST_REASONS = 5

-- Moments of a curve, where a batch is shown in full and where it is not.
local MOMENTS, FEW_MOMENTS = 48, 12

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

-- To two decimals, of which those that are 0 need not be sent.
local function rounded(percent) return math.floor(percent * 100 + 0.5) / 100 end

-- They are parts of their sum, lest a bar is too long or too short where counts don't add up.
local function parts(figures)
  local counts, sum, rects, from = counts_of(figures), 0, {}, 0
  for _, count in pairs(counts) do sum = sum + count end
  for _, status in ipairs(BAR) do
    local width = (counts[status] or 0) / sum * 100
    if width > 0 then
      rects[#rects + 1] = ('<rect class="%s" x="%s" width="%s"/>'):format(task_status.of(status).class,
        decimal.text(rounded(from)), decimal.text(rounded(width)))
    end
    from = from + width
  end
  return table.concat(rects)
end

-- What is said beside the bar, too: a bar of its own in the ears of those who don't see it is for a few batches.
local function bar(figures, percent, label)
  local svg = ('<svg class="stack" viewBox="0 0 100 1" preserveAspectRatio="none"%s>%s</svg>'):format(
    label and "" or ' aria-hidden="true"', parts(figures))
  if not label then return svg end
  return ('<div role="progressbar" aria-labelledby="%s" aria-valuenow="%d" aria-valuetext="%s through">%s</div>')
    :format(label, math.floor(figures.settled / figures.total * 100), percent, svg)
end

local function progress(figures, label)
  local percent = number.percent(figures.settled / figures.total)
  return ('<p class="through"><strong>%s</strong> <span>through: %s of %s</span></p>\n%s\n'):format(percent,
    number.count(figures.settled), number.of(figures.total, "task"), bar(figures, percent, label))
end

local function key(status, word) return element.key(task_status.of(status).class) .. word end

local function state(status, count, percent)
  local title = status == task_status.OTHERS and "other states" or status
  return ('<li%s>%s <strong>%s</strong> <small>%s</small></li>\n'):format(
    count == 0 and ' class="none"' or "", key(status, "<span>" .. title .. "</span>"), number.count(count), percent)
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
  return moment(pace.earliest) .. " and " .. (pace.latest and moment(pace.latest) or "nobody knows")
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

-- A list of a batch's failed tasks, where the page has one.
local function link(view, each, ending, label)
  return ('<a href="%s%s?JobId=%s">%s</a>'):format(escape(view.tasks), ending, encode(each.JobId), label)
end

local function links(view, each)
  if not view.tasks or each.figures.by_status.FAILED == 0 then return "" end
  return ('<p class="note">%s · %s</p>\n'):format(link(view, each, "", "Failed tasks"), link(view, each, ".csv", "CSV"))
end

local function why(failures)
  if not failures then return "" end
  local list = {}
  for i, each in ipairs(failures.reasons) do list[i] = {text = words(each), count = each.count} end
  if failures.left_out > 0 then list[#list + 1] = {text = "other reasons", count = failures.left_out} end
  local part = failures.read < failures.failed and ("the first %s of "):format(number.count(failures.read)) or ""
  return "<h3>Why tasks failed</h3>\n" .. bars(list, failures.read, MOST_REASONS)
    .. ('<p class="note">Of %s%s that had failed by %s.</p>\n'):format(part, number.of(failures.failed, "task"),
      moment(failures.taken))
end

local function curve(figures)
  local svg = progress_curve(figures.course, figures.total, MOMENTS)
  if svg == "" then return "" end
  return ('<figure>%s<figcaption class="note">%s %s, since %s</figcaption></figure>\n'):format(svg,
    key("SUCCEEDED", "through"), key("FAILED", "failed"), moment(figures.course[1].at))
end

-- The states that there are and the time left, in a line.
local function brief(each, view)
  local by_status, pieces, pace = counts_of(each.figures), {}, each.figures.pace
  for _, status in ipairs(task_status.sorted(by_status)) do
    local said = number.count(by_status[status]) .. " " .. status
    if status == "FAILED" and view.tasks then said = link(view, each, "", said) end
    if by_status[status] > 0 then pieces[#pieces + 1] = said end
  end
  if pace.finish then pieces[#pieces + 1] = duration.text(math.max(0, pace.finish - view.time)) .. " left" end
  return progress_curve(each.figures.course, each.figures.total, FEW_MOMENTS) .. '<p class="note">'
    .. table.concat(pieces, " · ") .. "</p>\n"
end

local function figures_of(each, label, view, is_brief)
  local figures = each.figures
  if not figures then return "" end
  if figures.total == 0 then return '<p class="note">This batch has no tasks. Is its JobId right?</p>\n' end
  if is_brief then return progress(figures) .. brief(each, view) end
  return progress(figures, label) .. curve(figures) .. states(figures) .. '<dl class="facts">\n'
    .. PACE[figures.pace.state](figures.pace, view.time) .. "</dl>\n" .. why(figures.failures) .. links(view, each)
end

-- What it is called, as far as that is known: the batch's own name, or else its package's, and the rest below it.
local function heading(each, label)
  local names = each.names
  local title = names.Name or names.FirmwareName
  local kind = names.ProductName or names.ProductKey
  local html = ('<h2 id="%s"><small>%s</small> %s</h2>\n'):format(label, kind and element.device(kind) or "Batch",
    element.device(title or each.JobId))
  local pieces = {}
  if names.Name and names.FirmwareName then pieces[1] = "package " .. element.device(names.FirmwareName) end
  if names.DestVersion then pieces[#pieces + 1] = "version " .. element.device(names.DestVersion) end
  if title then pieces[#pieces + 1] = "batch " .. element.device(each.JobId) end
  return html .. (#pieces > 0 and '<p class="what note">' .. table.concat(pieces, " · ") .. "</p>\n" or "")
end

-- What the script sorts by.
local function keys(figures)
  if not figures or figures.total == 0 then return "" end
  return (' data-through="%s" data-failed="%d"'):format(decimal.fixed(figures.settled / figures.total, 4),
    figures.by_status.FAILED)
end

--- The section of a batch.
---@param each aliota.nginx.BatchView
---@param i integer  which one it is
---@param view aliota.nginx.View
---@param is_brief boolean  without reasons and shares
---@return string
return function(each, i, view, is_brief)
  local label = "job-" .. i
  return ([[
<section class="batch" id="batch-%d" data-part data-standing="%s"%s>
<p class="standing">%s</p>
%s%s%s</section>
]]):format(i, each.standing, keys(each.figures), each.standing, heading(each, label),
    notice.of_batch(each, view), figures_of(each, label, view, is_brief))
end
