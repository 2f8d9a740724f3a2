#!/bin/sh
# pl.Date of Penlight 1.13.1 (Debian lua-penlight 1.13.1-3), whose Format without a pattern guesses: 20231105, a date in
# the basic form of ISO 8601, is 20:23:11 today, `Nov 5` is the 1st of November 2005, 2023-02-30 is the 2nd of March,
# and an offset after a space, `+08:00`, is passed over, so that the time is 8 hours late. 2023-11-05 and the offset
# without a space are right. One would have guessed nil and a message, as there are for `2023/11/05`. Rows get a wrong
# time.
. "$(dirname "$0")/packages.sh"
debian lua-penlight=1.13.1-3

cat >guess.lua <<'END'
local Date = require("pl.Date")
local texts = { "2023-11-05", "20231105", "Nov 5", "2023-02-30", "2023-11-05 10:00+08:00", "2023-11-05 10:00 +08:00",
  "2023/11/05" }
for _, text in ipairs(texts) do
  local date, message = Date.Format():parse(text)
  print(text .. ": " .. (date and tostring(date):gsub(os.date("!%Y%%-%m%%-%d"), "today") or message))
end
END
export LUA_PATH="usr/share/lua/5.4/?.lua;usr/share/lua/5.4/?/init.lua"
TZ=UTC lua5.4 guess.lua | expect '2023-11-05: 2023-11-05T12:00:00Z
20231105: todayT20:23:11Z
Nov 5: 2005-11-01T12:00:00Z
2023-02-30: 2023-03-02T12:00:00Z
2023-11-05 10:00+08:00: 2023-11-05T02:00:00Z
2023-11-05 10:00 +08:00: 2023-11-05T10:00:00Z
2023/11/05: day out of range: 2023 is not between 1 and 31'
