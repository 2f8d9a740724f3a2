#!/bin/sh
# Lua 5.5 (lua-wasm-bindings 0.5.3) takes the variables of a loop for constants, and says so when it compiles. Of what
# Debian bookworm ships for Lua that is the end of Penlight's tablex, seq, app and lapp, of lua-http's compat.socket,
# and of LuaRocks 3.8.0 itself, of which the module that all others need, luarocks.core.util, does not compile; 5.1
# and 5.4 compile them all. One would have guessed that old code meets a missing function first, which can be put back from
# outside.
. "$(dirname "$0")/packages.sh"
npm_package lua-wasm-bindings@0.5.3
debian lua-penlight=1.13.1-3 luarocks=3.8.0+dfsg1-1 lua-http=0.4-1

cat >compile.js <<'END'
const fs = require("fs");
for (const version of ["51", "54", "55"]) {
  const { lua, lauxlib } = require(`lua-wasm-bindings/dist/lua.${version}`);
  for (const file of process.argv.slice(2)) {
    const L = lauxlib.luaL_newstate();
    const text = fs.readFileSync(`usr/share/lua/5.1/${file}.lua`, "utf8");
    if (lauxlib.luaL_loadstring(L, text) !== 0) {
      console.log(version, file, lua.lua_tostring(L, -1).replace(/.*\]:/, ""));
    }
  }
}
END
node compile.js pl/tablex pl/seq pl/app pl/lapp pl/pretty luarocks/core/util luarocks/cmd http/compat/socket |
  expect "55 pl/tablex 106: attempt to assign to const variable 'k'
55 pl/seq 129: attempt to assign to const variable 'v'
55 pl/app 197: attempt to assign to const variable 'k'
55 pl/lapp 221: attempt to assign to const variable 'line'
55 luarocks/core/util 108: attempt to assign to const variable 'k'
55 luarocks/cmd 194: attempt to assign to const variable 'bindir'
55 http/compat/socket 144: attempt to assign to const variable 'name'"
