-- Times and dates of answers, and pauses that they ask for.
local expect = require "fuzz.expect"
local http_date = require "aliota.util.http_date"
local retry = require "aliota.call.retry"
local utc = require "aliota.util.utc"

return function(text)
  local at = utc.parse(text)
  if at then
    expect.same(text:sub(1, 16):gsub("T", " "), utc.text(at), "written again")
    expect.same(at - at % 60, utc.minute(text), "to the minute")
  end
  local date = http_date(text)
  assert(date == nil or date == math.floor(date))
  local first, second = text:match "^(.-)\n(.*)$"
  for _, headers in ipairs {
    {["retry-after"] = text}, {["x-acs-retry-after"] = text}, {["retry-after"] = first, date = second},
  } do
    local pause = retry.asked_pause(headers, 1790000000)
    assert(pause == nil or pause >= 0, pause)
  end
end
