-- A feed as a page for people: complete without JavaScript, and a small script that renews it in place. It asks for
-- nothing but itself, and its files where it has any.
local batch = require "aliota.nginx.page.batch_card"
local decimal = require "aliota.util.decimal"
local dress = require("aliota.nginx.page.dress").BATCHES
local duration = require "aliota.show.duration"
local escape = require "aliota.write.markup"
local moment = require "aliota.nginx.page.moment"
local notice = require "aliota.nginx.page.notice"
local number = require "aliota.show.number"
local pieces = require "aliota.nginx.page.pieces"
local standing = require "aliota.nginx.standing"

-- Of more than a few batches only the worst are shown in full, the others in a line, lest the page grows long and slow.
local FEW, WORST = 10, 5

local page = {type = "text/html; charset=utf-8", headers = function(view) return dress.headers(view.files) end}

local function head(view)
  local more = ('<noscript><meta http-equiv="refresh" content="%d"></noscript>\n'):format(math.ceil(view.interval))
    .. dress.elements(view.files)
  return pieces.head(escape(view.title), (' data-interval="%s"'):format(decimal.text(view.interval)), more)
end

-- How old what is shown is; the script counts on.
local function age(view)
  if not view.age then return "" end
  return (' · seen <span id="age" data-age="%d">%s</span> ago'):format(view.age, duration.text(view.age))
end

-- Words of how batches stand, for those of which there are some: "2 of 40 failing, 1 stalled".
local function sum(view)
  local counts, count, parts = standing.counts(view.batches), #view.batches, {}
  for _, word in ipairs(standing.ORDER) do
    if counts[word] > 0 then
      local many = number.count(counts[word])
      if #parts == 0 then many = ("%s of %s"):format(many, number.count(count)) end
      parts[#parts + 1] = ('<strong data-standing="%s">%s %s</strong>'):format(word, many, word)
    end
  end
  return count > 0 and '<p class="sum">' .. table.concat(parts, ", ") .. "</p>\n" or ""
end

-- `still` is for where a Content-Security-Policy from in front forbids the script: a browser that has no scripts at all
-- loads the page anew by itself, but one that may not run this one does not.
local function header(view)
  return ([[
<header id="head" data-part>
<h1>%s</h1>
<p class="note">%s%s · %s</p>
%s%s</header>
<p id="still" class="note">This page does not renew itself, as its script is kept from running here; load it anew.</p>
<p id="lost" class="warning" role="alert" hidden>This page can't be renewed at present: the server does not answer.</p>
]]):format(escape(view.title), number.of(#view.batches, "batch", "batches"), age(view), moment(view.time),
    sum(view), notice.of_feed(view))
end

-- For the script, which shows them where there are several batches.
local TOOLS = [[
<div id="tools" role="search" hidden>
<label>Search <input id="search" type="search" autocomplete="off" spellcheck="false"></label>
<label>Order <select id="order"><option value="worst">the worst first</option><option value="name">by name</option>
<option value="through">the least through first</option><option value="failed">the most failed first</option>
</select></label>
<p id="none" class="note" role="status" hidden>No batch has that in its names.</p>
</div>
]]

-- As the feed was told, and by its place there, the worst first.
local function sorted(batches)
  local list = {}
  for i, each in ipairs(batches) do list[i] = {each = each, place = i, rank = standing.RANK[each.standing]} end
  table.sort(list, function(a, b)
    if a.rank ~= b.rank then return a.rank < b.rank end
    return a.place < b.place
  end)
  return list
end

--- The text of an answer.
---@param view aliota.nginx.View
---@return string
function page.render(view)
  local written = {head(view), header(view), TOOLS, "<main>\n"}
  local in_full = #view.batches <= FEW and FEW or WORST
  for i, entry in ipairs(sorted(view.batches)) do
    written[#written + 1] = batch(entry.each, entry.place, view, i > in_full)
  end
  written[#written + 1] = "</main>\n" .. pieces.END
  return table.concat(written)
end

return page
