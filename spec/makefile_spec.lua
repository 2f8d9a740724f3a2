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

  it("says with make env that no core is built, beside what is evaluated", function()
    local said = shell.run "folder=$(mktemp -d); make -s -C $folder -f $PWD/Makefile env 2>&1 >/dev/null; rmdir $folder"
    assert.equal("aliota: no core is built yet; make build builds it\n", said)
    assert.equal("", (shell.run "make -s env 2>&1 >/dev/null"))
  end)
end)
