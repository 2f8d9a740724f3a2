local base = require "bench.base"
local shell = require "spec.support.shell"

local function paths(path)
  local command = base.environment("/their tree", "/ours", path) .. "env | grep ^LUA_ | sort"
  local output = shell.run("unset LUA_CPATH_5_2 LUA_CPATH_5_3; LUA_CPATH=/ours/build/jit/?.so\\;\\; LUA_CPATH_5_4= ; "
    .. "export LUA_CPATH; " .. command)
  return output
end

describe("the environment of another commit's tree", function()
  it("finds its modules, what else is on the path, and none of ours", function()
    assert.equal([[
LUA_CPATH=/their tree/build/jit/?.so;/ours/build/jit/?.so;;
LUA_CPATH_5_4=/their tree/build/5.4/?.so;;
LUA_PATH=/their tree/lua/?.lua;/their tree/lua/?/init.lua;/rocks/?.lua;;
]], paths "/ours/lua/?.lua;/ours/lua/?/init.lua;/rocks/?.lua;;")
  end)

  it("leaves the default where there is no path", function()
    assert.truthy(paths(nil):find("LUA_PATH=/their tree/lua/?.lua;/their tree/lua/?/init.lua;;\n", 1, true))
  end)
end)

describe("another commit", function()
  local SCRIPT = [[print(select(2, pcall(function() return require("bench.base").commit() end)))]]

  local function ask(commit) return shell.run(("BASE='%s' lua5.4 -e '%s'"):format(commit, SCRIPT)) end

  it("is none when none is asked for", function() assert.equal("nil\n", ask "") end)

  it("is named when there is no such one", function()
    assert.equal("there is no commit no-such-one to measure against\n", ask "no-such-one")
  end)
end)
