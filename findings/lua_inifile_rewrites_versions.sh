#!/bin/sh
# inifile 1.0 for Lua (Debian lua-inifile 1.0-3): a file that is read and saved again, with nothing changed, is another
# one: 1.10 becomes 1.1, the serial number 0012 becomes 12, 0x1F becomes 31, and one of twenty digits
# 1.2345678901235e+19. One would have guessed that a value without quotes stays the text that it is; quotes do no good,
# as they belong to the value.
. "$(dirname "$0")/packages.sh"
debian lua-inifile=1.0-3 lua5.4=5.4.4-3+deb12u1

printf '[device]\nversion=1.10\nserial=0012\nchip=0x1F\nlong=12345678901234567890\nquoted="1.10"\n' >device.ini
LUA_PATH="$place/usr/share/lua/5.4/?.lua" usr/bin/lua5.4 -e '
  local inifile = require "inifile"
  inifile.save("device.ini", inifile.parse "device.ini")'
sort device.ini | expect '[device]
chip=31
long=1.2345678901235e+19
quoted="1.10"
serial=12
version=1.1'
