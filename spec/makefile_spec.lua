local shell = require "spec.support.shell"

describe("Makefile", function()
  it("puts the built tree on the path of every Lua with make env", function()
    local script = [[
      unset LUA_PATH LUA_CPATH LUA_CPATH_5_4
      export LUA_PATH_5_4="nowhere"
      eval "$(make -s env)"
      cd /
      for lua in lua5.4 luajit; do $lua -e 'print(require("aliota").versions().lua, require("cjson").null)'; done
    ]]
    local output = shell.run(script)
    assert.truthy(output:find "^Lua 5.4\tuserdata: [^\n]+\nLuaJIT 2[^\n]+\tuserdata: [^\n]+\n$", output)
  end)
end)
