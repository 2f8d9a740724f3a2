#!/bin/sh
# fengari 0.1.5, a Lua 5.3 in JavaScript: os.date with a format that begins with `!`, which asks for UTC, prints the `!`
# and the local time. Its "!*t" is right, and so is all of Lua 5.4 and of wasmoon 1.16.0. One would have guessed an
# error, if anything. The time of a log's line or of a request, `!%Y-%m-%dT%H:%M:%SZ`, is hours off with a Z at its end;
# on a server whose zone is UTC only the `!` is too much.
. "$(dirname "$0")/packages.sh"
npm_package fengari@0.1.5 wasmoon@1.16.0

lua='return os.date("!%Y-%m-%dT%H:%M:%SZ", 1699142400) .. " " .. os.date("!*t", 1699142400).hour'
cat >run.js <<'END'
const { lua, lauxlib, lualib, to_luastring } = require("fengari");
const { LuaFactory } = require("wasmoon");
const L = lauxlib.luaL_newstate();
lualib.luaL_openlibs(L);
lauxlib.luaL_dostring(L, to_luastring(process.argv[2]));
console.log("fengari", lua.lua_tojsstring(L, -1));
new LuaFactory().createEngine().then((engine) => engine.doString(process.argv[2]))
  .then((seen) => console.log("wasmoon", seen));
END
export TZ=Asia/Shanghai
{
  lua5.4 -e "print('Lua ' .. (function() $lua end)())"
  node run.js "$lua"
} | expect 'Lua 2023-11-05T00:00:00Z 0
fengari !2023-11-05T08:00:00Z 0
wasmoon 2023-11-05T00:00:00Z 0'
