local absent_core = require "aliota.util.absent_core"
local shell = require "spec.support.shell"

local LUA = require "spec.support.interpreter"

describe("absent_core", function()
  it("tells of a core that is missing, or was built for another Lua, and what builds it", function()
    local ends = "; in the source tree, make build builds one for each Lua$"
    assert.truthy(absent_core("module 'aliota.core' not found:\n\tno file")
      :find("^aliota's C core, aliota/core.so, is not there for Lua.*" .. ends))
    assert.truthy(absent_core("error loading module 'aliota.core' from file 'x':\n\tundefined symbol: lua_x")
      :find("does not fit Lua.* %(undefined symbol: lua_x%)" .. ends))
  end)

  it("knows other problems from that", function()
    assert.is_nil(absent_core "module 'cjson' not found:")
    assert.is_nil(absent_core({}))
  end)

  it("is what aliota says when it is loaded without", function()
    local said, status = shell.run(LUA .. [[ -e 'package.cpath = "" require "aliota"']])
    assert.equal(1, status)
    assert.truthy(said:find("^" .. LUA .. ": aliota's C core, aliota/core.so, is not there for Lua[^\n]+Lua\n"), said)
  end)
end)
