local shell = require "spec.support.shell"

describe("Makefile", function()
  it("puts the built tree on the path of every Lua with make env", function()
    local script = [[
      make -s build
      unset LUA_PATH LUA_CPATH LUA_CPATH_5_2 LUA_CPATH_5_3 LUA_CPATH_5_4
      export LUA_PATH_5_4="nowhere" LUA_PATH_5_3="nowhere"
      eval "$(make -s env)"
      cd /
      for lua in lua5.1 lua5.2 lua5.3 lua5.4 luajit; do
        $lua -e 'print((require("aliota").versions().lua:gsub("2.1.*", "2.1")), type(require("cjson").null))'
      done
    ]]
    local lines = {}
    for _, name in ipairs {"Lua 5.1", "Lua 5.2", "Lua 5.3", "Lua 5.4", "LuaJIT 2.1"} do
      lines[#lines + 1] = name .. "\tuserdata\n"
    end
    assert.equal(table.concat(lines), (shell.run(script)))
  end)

  it("says with make env that no core is built, beside what is evaluated", function()
    local said = shell.run "folder=$(mktemp -d); make -s -C $folder -f $PWD/Makefile env 2>&1 >/dev/null; rmdir $folder"
    assert.equal("aliota: no core is built yet; make build builds it\n", said)
    assert.equal("", (shell.run "make -s env 2>&1 >/dev/null"))
  end)

  it("names the headers that are not there, and what has them, in a line", function()
    local said, status = shell.run "make build/5.9/aliota/core.so"
    assert.equal(2, status)
    assert.truthy(said:find("^Makefile:%d+: %*%*%* aliota: the headers of Lua 5.9 are missing; Debian has them in "
      .. "liblua5.9%-dev.  Stop.\n$"), said)
  end)

  it("builds the core with checks of the stack and of the sizes that the C library copies", function()
    local imports = shell.run "nm -D --undefined-only build/5.4/aliota/core.so"
    assert.truthy(imports:find("__stack_chk_fail", 1, true), imports)
    assert.truthy(imports:find "__%w+_chk@GLIBC", imports)
  end)
end)
