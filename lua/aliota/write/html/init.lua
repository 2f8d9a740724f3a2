-- A report as one HTML file that needs nothing else: no script, no address, no font. For a browser, light and dark, a
-- phone, and paper.
--
-- It is written when the last task is there; what is held until then is bounded, see html/data.lua.
local coverage = require "aliota.show.report_coverage"
local curve = require "aliota.write.html.curve"
local donut = require "aliota.write.html.donut"
local element = require "aliota.write.html.element"
local escape = require "aliota.write.markup"
local failures = require "aliota.write.html.failures"
local new_data = require "aliota.write.html.data"
local number = require "aliota.show.number"
local reasons = require "aliota.write.html.reason_bars"
local types = require "aliota.util.option_types"
local utc = require "aliota.util.utc"

local html = {}

---@class aliota.write.HtmlOptions: aliota.write.NowOption
---@field title string|nil      the heading; default "Update report" of HTML, "Update tasks" of Markdown
---@field failures integer|nil  how many failed tasks are listed, 10,000 at most; default 100

html.options = {title = types.STRING, failures = types.integer(0, 10000), now = types.TIME}

local FIELDS = {
  "JobId", "ProductName", "TaskStatus", "DeviceName", "TaskDesc", "SrcVersion", "DestVersion", "Progress", "UtcCreate",
  "UtcModified",
}

function html.looks_at() return FIELDS end

local SECTIONS = {curve, donut, reasons, failures}

-- Nothing may be loaded or run, should a text get out of its place all the same.
local POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"

local function head(title)
  return ([[
<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="%s">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>%s</title>
<style>
%s</style>
</head>
<body>
]]):format(POLICY, title, require "aliota.write.html.report_style")
end

local function listed(names)
  local parts = {}
  for i, name in ipairs(names) do parts[i] = element.device(name) end
  return table.concat(parts, ", ") .. (names.more and " and more" or "")
end

-- What the batch is, as far as its tasks tell.
local function facts(names, now)
  local rows = {}
  local function add(label, value)
    if value ~= "" then rows[#rows + 1] = ("<div><dt>%s</dt><dd>%s</dd></div>\n"):format(label, value) end
  end
  add(#names.JobId > 1 and "Batches" or "Batch", listed(names.JobId))
  add("Product", listed(names.ProductName))
  add("To version", listed(names.DestVersion))
  add("Made", utc.text(now) .. " UTC")
  return '<dl class="facts">\n' .. table.concat(rows) .. "</dl>\n"
end

local function figure(class, label, count, percent)
  return ('<li class="%s"><span>%s</span><strong>%s</strong><small>%s</small></li>\n'):format(class, label, percent,
    number.of(count, "task"))
end

local function figures(tally)
  local settled, percents = tally:settled(), tally:percents()
  local none, open = number.percent(number.share(0, tally.total)), tally.total - settled
  local halves = number.percents({settled, open}, tally.total)
  return '<ul class="figures">\n' .. figure("settled", "Settled", settled, halves[1])
    .. figure("succeeded", "Succeeded", tally:of "SUCCEEDED", percents.SUCCEEDED or none)
    .. figure("failed", "Failed", tally:of "FAILED", percents.FAILED or none)
    .. figure("open", "Open", open, halves[2]) .. "</ul>\n"
end

local function coverage_line(seen)
  local sentence, is_warning = coverage.sentence(seen)
  return ('<p class="coverage%s"%s>%s</p>\n'):format(is_warning and " warning" or "",
    is_warning and ' role="alert"' or "", escape(sentence))
end

function html.new(out, options)
  local data, title = new_data(options.failures or 100), escape(options.title or "Update report")
  return function(task) data:add(task) end, function(seen, _, now)
    out:write(head(title) .. "<header>\n<h1>" .. title .. "</h1>\n" .. facts(data.names, options.now or now))
    out:write(coverage_line(seen) .. "</header>\n<main>\n" .. figures(data.tally))
    for _, section in ipairs(SECTIONS) do out:write(section(data)) end
    out:write "</main>\n</body>\n</html>\n"
  end
end

return html
