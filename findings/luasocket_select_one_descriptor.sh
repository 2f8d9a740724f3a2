#!/bin/sh
# LuaSocket 3.1.0 (Debian 3.1.0-1+b1): socket.select takes any objects with a `getfd`, and of several with one and the
# same descriptor it tells only the last that it is readable. One would have guessed that each is told, as poll(2) does
# for a descriptor that is listed twice. It matters to who puts one pollable descriptor behind many waiting coroutines,
# as copas, which stands on this select, knows nothing but sockets.
. "$(dirname "$0")/packages.sh"
debian lua-socket=3.1.0-1+b1

LUA_CPATH_5_4="$LD_LIBRARY_PATH/lua/5.4/?.so" LUA_PATH_5_4="$place/usr/share/lua/5.4/?.lua" lua5.4 -e '
  local socket = require "socket"
  local server = assert(socket.bind("127.0.0.1", 0))
  local _, port = server:getsockname()
  local client = assert(socket.connect("127.0.0.1", port))
  local accepted = server:accept()
  client:send "x"
  local function waiter() return {getfd = function() return accepted:getfd() end} end
  local first, last = waiter(), waiter()
  local ready = socket.select({first, last}, nil, 10)
  print(#ready, ready[first] ~= nil, ready[last] ~= nil)
' | expect '1	false	true'
