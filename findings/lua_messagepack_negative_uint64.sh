#!/bin/sh
# lua-messagepack 0.5.2 (Debian 0.5.2-1): an unsigned integer from 2^63 on is read as a negative one on Lua 5.4, and
# 18446744073709551615 as -1, without an error; on LuaJIT the same bytes are 1.8446744073709552e+19. One would have
# guessed an error, or a float on both. A device's 64-bit serial number compares and prints wrongly by half of all
# values, and a script that moves to OpenResty sees another number.
. "$(dirname "$0")/packages.sh"
debian lua-messagepack=0.5.2-1

for lua in lua5.4 luajit; do
  LUA_PATH="$place/usr/share/lua/5.3/?.lua" && [ $lua = lua5.4 ] || LUA_PATH="$place/usr/share/lua/5.1/?.lua"
  export LUA_PATH
  $lua -e '
    local unpack = require("MessagePack").unpack
    print(unpack("\207" .. ("\255"):rep(8)) < 0, unpack("\207\127" .. ("\255"):rep(7)) < 0)'
done | expect 'true	false
false	false'
