#!/bin/sh
# pl.data of Penlight 1.13.1 (Debian lua-penlight 1.13.1-3) with `csv = true`: a column is one of numbers where the
# first row's cell is a number or empty, and each empty cell in it is 0; where the first one is empty and another is a
# text, it raises for "a nil value". Of the text `"say ""hi"""` it makes `say hi""`. One would have guessed nil or an
# empty text, and one pair of quotes. A task whose progress is not known stands at 0, and a file is not read since its
# first device has no reason.
. "$(dirname "$0")/packages.sh"
debian lua5.4=5.4.4-3+deb12u1 lua-penlight=1.13.1-3

cat >read.lua <<'LUA'
local data, stringio = require "pl.data", require "pl.stringio"
local function read(text)
  local cells = {}
  for _, row in ipairs(data.read(stringio.open(text), {csv = true})) do
    cells[#cells + 1] = math.type(row[2]) and tostring(row[2]) or ("%q"):format(row[2])
  end
  return table.concat(cells, ", ")
end
for _, cells in ipairs {{"50", ""}, {"", "50"}, {"none", ""}, {"", "none"}, {'"say ""hi"""', "none"}} do
  local read_it, seen = pcall(read, ("Device,Cell\nd1,%s\nd2,%s\n"):format(cells[1], cells[2]))
  print(("%s | %s: %s"):format(cells[1], cells[2], read_it and seen or "raises"))
end
LUA
LUA_PATH="$place/usr/share/lua/5.4/?.lua;$place/usr/share/lua/5.4/?/init.lua;;" usr/bin/lua5.4 read.lua | expect '50 | : 50, 0
 | 50: 0, 50
none | : "none", ""
 | none: raises
"say ""hi""" | none: "say hi\"\"", "none"'
