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

  it("builds and installs without the network, and exports one name", function()
    local place = output_of("mktemp -d"):gsub("\n$", "")
    local output, status = output_of(([[set -e
      cp -r csrc lua aliota-scm-1.rockspec README.md LICENSE '%s'
      cd '%s'
      luarocks --lua-version 5.4 --tree tree make --deps-mode none aliota-scm-1.rockspec]]):format(place, place))
    assert.equal(0, status, output)
    output, status = output_of(([[cd '%s/tree'
      env -u LUA_PATH_5_4 LUA_PATH='share/lua/5.4/?.lua;share/lua/5.4/?/init.lua;;' LUA_CPATH_5_4='lib/lua/5.4/?.so;;' \
      lua5.4 -e 'print(require("aliota").versions().aliota, package.searchpath("aliota.core", package.cpath))'
    ]]):format(place))
    assert.equal(0, status, output)
    assert.equal(require "aliota.version" .. "\tlib/lua/5.4/aliota/core.so\n", output)
    local names = output_of("nm -D --defined-only '" .. place .. "/tree/lib/lua/5.4/aliota/core.so'")
    assert.truthy(names:find "^%x+ T luaopen_aliota_core\n$", names)
    output_of("rm -r '" .. place .. "'")
  end)
end)
