#!/bin/sh
# lua-redis 2.0.5 (Debian 2.0.5~git20141117.880dda9-7) with Redis 7.0.15: commands that answered 0 or 1 when it was
# written are handed out as booleans that say "is it 1?". Two of them count by now: `exists("a", "b")` is true where one
# of the keys is there, and false where both are, as it is where none is; `hset("h", "a", 1, "b", 2)` is true where one
# field is new, and false where both are. `del`, `sadd` and `hdel` give the count. One would have guessed true for more
# than none, or the number.
. "$(dirname "$0")/packages.sh"
debian redis-server=5:7.0.15-1~deb12u10 redis-tools=5:7.0.15-1~deb12u10 liblzf1 libjemalloc2 libatomic1 \
  lua5.3=5.3.6-2 lua-redis=2.0.5~git20141117.880dda9-7 lua-socket=3.1.0-1+b1
socket="$place/socket"

usr/bin/redis-server --port 0 --unixsocket "$socket" --save '' >/dev/null &
server=$!
trap 'kill $server; wait $server || true; rm -rf "$place"' EXIT
until [ "$(usr/bin/redis-cli -s "$socket" PING 2>/dev/null)" = PONG ]; do sleep 0.1; done

cat >seen.lua <<'LUA'
local connection = require("socket.unix")()
assert(connection:connect(arg[1]))
local redis = require("redis").connect {socket = connection}
local function exist() return redis:exists("a"), redis:exists("b"), redis:exists("a", "b") end

print("no key:", exist())
redis:set("a", 1)
print("a:", exist())
redis:set("b", 1)
print("a and b:", exist())
print("one new field, two, none:", redis:hset("h", "a", 1), redis:hset("h", "b", 1, "c", 2), redis:hset("h", "a", 2))
print("two deleted:", redis:del("a", "b"), "fields:", redis:hlen("h"))
LUA
export LUA_PATH="$place/usr/share/lua/5.3/?.lua" LUA_CPATH="$LD_LIBRARY_PATH/lua/5.3/?.so"
usr/bin/lua5.3 seen.lua "$socket" | tr "\t" " " | expect 'no key: false false false
a: true false true
a and b: true true false
one new field, two, none: true false false
two deleted: 2 fields: 3'
