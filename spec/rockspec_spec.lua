local manual = require "spec.support.manual"
local output_of = require("spec.support.shell").run

local function rockspec()
  local env = {}
  local chunk
  if setfenv then
    chunk = setfenv(assert(loadfile "aliota-scm-1.rockspec"), env)
  else
    chunk = assert(loadfile("aliota-scm-1.rockspec", "t", env))
  end
  chunk()
  return env
end

describe("rockspec", function()
  it("lists every source and every module of the tree, and nothing else", function()
    local modules = rockspec().build.modules
    local listed, present = {}, {}
    for name, file in pairs(modules) do
      if name == "aliota.core" then
        for _, source in ipairs(file.sources) do listed[source] = true end
      else
        listed[file] = true
        assert.equal(name, (file:gsub("^lua/", ""):gsub("%.lua$", ""):gsub("/init$", ""):gsub("/", ".")))
      end
    end
    for file in output_of("find csrc lua -name '*.c' -o -name '*.lua'"):gmatch "[^\n]+" do present[file] = true end
    assert.same(present, listed)
  end)

  describe("installed", function()
    local place
    setup(function()
      place = output_of("mktemp -d"):gsub("\n$", "")
      local output, status = output_of(([[set -e
        cp -r bin csrc lua docs examples types Makefile aliota-scm-1.rockspec README.md LICENSE '%s'
        cd '%s'
        make -s build/5.4/aliota/core.so CFLAGS=-O0
        make -s install TREE=tree]]):format(place, place))
      assert(status == 0, output)
    end)
    teardown(function() output_of("rm -r '" .. place .. "'") end)

    for vm, rocks in pairs {["lua5.4"] = "5.4", luajit = "5.1"} do
      it("without the network, it runs under " .. vm, function()
        local output, status = output_of(([[cd '%s/tree'
          env -u LUA_PATH_5_4 -u LUA_CPATH_5_4 LUA_PATH='share/lua/%s/?.lua;share/lua/%s/?/init.lua;;' \
          LUA_CPATH='lib/lua/%s/?.so;;' \
          %s -e 'print(require("aliota").versions().aliota, package.searchpath("aliota.core", package.cpath))'
        ]]):format(place, rocks, rocks, rocks, vm))
        assert.equal(0, status, output)
        assert.equal(("%s\tlib/lua/%s/aliota/core.so\n"):format(require "aliota.version", rocks), output)
      end)

      it("exports one name for " .. vm, function()
        local names = output_of(("nm -D --defined-only '%s/tree/lib/lua/%s/aliota/core.so'"):format(place, rocks))
        assert.truthy(names:find "^%x+ T luaopen_aliota_core\n$", names)
      end)

      it("brings the manual and the examples that it cites for " .. vm, function()
        local rock = ("%s/tree/lib/luarocks/rocks-%s/aliota/scm-1/"):format(place, rocks)
        for _, path in ipairs(manual.pages()) do
          assert.equal(manual.text(path), manual.text(rock .. path))
          for _, link in ipairs(manual.links(path)) do assert.truthy(manual.text(rock .. link.path)) end
        end
        assert.truthy(manual.text(rock .. "examples/demo.lua"))
      end)

      it("brings the definitions for editors, which no require finds, for " .. vm, function()
        local rock = ("%s/tree/lib/luarocks/rocks-%s/aliota/scm-1/"):format(place, rocks)
        for path in output_of("find types -type f"):gmatch "[^\n]+" do
          assert.equal(manual.text(path), manual.text(rock .. path))
        end
        assert.equal("", output_of(("grep -rl -e '---@meta' '%s/tree/share/lua/%s'"):format(place, rocks)))
      end)

      it("shows the manual by luarocks doc for " .. vm, function()
        local output, status = output_of(("luarocks --lua-version %s --tree '%s/tree' doc aliota --list")
          :format(rocks, place))
        assert.equal(0, status, output)
        for _, path in ipairs(manual.pages()) do assert.truthy(output:find(path:match "[^/]+$", 1, true), path) end
      end)
    end

    it("has the command, which runs under Lua 5.4", function()
      local output, status = output_of(([[cd '%s/tree'
        env -u LUA_PATH_5_4 -u LUA_CPATH_5_4 LUA_PATH='share/lua/5.4/?.lua;share/lua/5.4/?/init.lua;;' \
        LUA_CPATH='lib/lua/5.4/?.so;;' bin/aliota --version && grep -o "lua5.4'" bin/aliota]]):format(place))
      assert.same({("aliota %s\nlua5.4'\n"):format(require "aliota.version"), 0}, {output, status})
    end)

    it("leaves nothing behind for which make would build again", function()
      local _, status = output_of(("cd '%s' && make -q build/5.4/aliota/core.so"):format(place))
      assert.equal(0, status)
    end)
  end)

  it("is tested without the network", function()
    assert.same({type = "command", command = "make test"}, rockspec().test)
  end)
end)
