-- A feed as a page for people: complete without JavaScript, and a small script that renews it in place. It asks for
-- nothing but itself.
local batch = require "aliota.nginx.page.batch_card"
local duration = require "aliota.show.duration"
local escape = require "aliota.write.markup"
local notice = require "aliota.nginx.page.notice"
local number = require "aliota.show.number"
local policy = require "aliota.nginx.page.policy"
local script = require "aliota.nginx.page.page_script"
local style = require "aliota.write.html.style" .. require "aliota.nginx.page.page_style"
local utc = require "aliota.util.utc"

local page = {type = "text/html; charset=utf-8", headers = policy(style, script)}

local function head(view)
  return ([[
<!DOCTYPE html>
<html lang="en" data-interval="%g">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<noscript><meta http-equiv="refresh" content="%d"></noscript>
<link rel="icon" href="data:,">
<title>%s</title>
<style>%s</style>
<script>%s</script>
</head>
<body>
]]):format(view.interval, math.ceil(view.interval), escape(view.title), style, script)
end

-- `still` is for where a Content-Security-Policy from in front forbids the script: a browser that has no scripts at all
-- loads the page anew by itself, but one that may not run this one does not.

-- How old what is shown is; the script counts on.
local function age(view)
  if not view.age then return "" end
  return (' · seen <span id="age" data-age="%d">%s</span> ago'):format(view.age, duration.text(view.age))
end

local function header(view)
  return ([[
<header id="head" data-part>
<h1>%s</h1>
<p class="note">%s%s · <time datetime="%s">%s UTC</time></p>
%s</header>
<p id="still" class="note">This page does not renew itself, as its script is kept from running here; load it anew.</p>
<p id="lost" class="warning" role="alert" hidden>This page can't be renewed at present: the server does not answer.</p>
]]):format(escape(view.title), number.of(#view.batches, "batch", "batches"), age(view), utc.stamp(view.time),
    utc.text(view.time), notice.of_feed(view))
end

--- The text of an answer.
---@param view aliota.nginx.View
---@return string
function page.render(view)
  local pieces = {head(view), header(view), "<main>\n"}
  for i, each in ipairs(view.batches) do pieces[#pieces + 1] = batch(each, i, view) end
  pieces[#pieces + 1] = "</main>\n</body>\n</html>\n"
  return table.concat(pieces)
end

return page
