#!/bin/sh
# Lua 5.1.5 and LuaJIT 2.1.0-beta3 (Debian lua5.1 5.1.5-9, luajit 2.1.0~beta3+git20220320+dfsg-4.1+deb12u1): a module
# whose chunk raised once is never loaded again in this process: each further `require` raises "loop or previous error
# loading module", where no word of the reason is left, and nothing is run, though the reason has gone (a disk that was
# full, a service that was down). Lua 5.4 loads it again. One would have
# guessed that an error leaves no trace. A server that requires on demand has to clear package.loaded[name] itself
# before another try.
. "$(dirname "$0")/packages.sh"
debian lua5.1=5.1.5-9 lua5.4=5.4.4-3+deb12u1 luajit=2.1.0~beta3+git20220320+dfsg-4.1+deb12u1 \
  libluajit-5.1-2=2.1.0~beta3+git20220320+dfsg-4.1+deb12u1 libluajit-5.1-common=2.1.0~beta3+git20220320+dfsg-4.1+deb12u1

cat >twice.lua <<'END'
local function write(text)
  local file = io.open("late.lua", "w")
  file:write(text)
  file:close()
end
local function try() return (select(2, pcall(require, "late"))) end

write "error('down', 0)"
io.write(try(), " | ")
write "return 'up'"
io.write(try(), " | ")
package.loaded.late = nil
print(try())
END
for lua in lua5.1 luajit lua5.4; do LUA_PATH='./?.lua' usr/bin/$lua twice.lua; done |
  expect "down | loop or previous error loading module 'late' | up
down | loop or previous error loading module 'late' | up
down | up | up"
