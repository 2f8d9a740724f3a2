local compat = require "aliota.util.compat"
local needed = require "aliota.util.needed"

-- What is said where a module can't be found, whatever this machine has.
local function said_without(name)
  local loaded, preloaded, path, cpath = package.loaded[name], package.preload[name], package.path, package.cpath
  package.loaded[name], package.preload[name], package.path, package.cpath = nil, nil, "", ""
  local module, message = needed.try(name)
  local ok, raised = pcall(needed, name)
  package.loaded[name], package.preload[name], package.path, package.cpath = loaded, preloaded, path, cpath
  assert.is_nil(module)
  assert.same({false, message}, {ok, raised})
  return message
end

describe("needed", function()
  it("loads what is there", function()
    assert.equal(string, needed "string")
    assert.equal(string, (needed.try "string"))
  end)

  for name, packages in pairs {
    argparse = {"lua-argparse", "argparse"}, cjson = {"lua-cjson", "lua-cjson"}, copas = {"lua-copas", "copas"},
    cqueues = {"lua-cqueues", "cqueues"}, lxp = {"lua-expat", "luaexpat"}, luv = {"lua-luv", "luv"},
    ["openssl.rand"] = {"lua-luaossl", "luaossl"}, readline = {"lua-readline", "readline"},
    redis = {"lua-redis", "redis-lua"}, ["socket.unix"] = {"lua-socket", "luasocket"},
  } do
    it("names " .. name .. " in a line, and what installs it", function()
      local expected = "the Lua module %s is missing; apt install %s, or luarocks --lua-version %s install %s"
      assert.equal(expected:format(name, packages[1], compat.version, packages[2]), said_without(name))
    end)
  end

  it("names what only LuaRocks has, too", function()
    assert.equal(("the Lua module nonesuch is missing; luarocks --lua-version %s install nonesuch"):format(
      compat.version), said_without "nonesuch")
  end)

  it("tells what one that is there lacks", function()
    package.preload.outer = function() return needed "nonesuch" end
    local module, message = needed.try "outer"
    package.preload.outer = nil
    assert.is_nil(module)
    assert.truthy(message:find "^the Lua module nonesuch is missing; ", message)
  end)

  it("hides no mistake, and says nothing of modules of ours", function()
    package.preload.broken = function() error("a mistake", 0) end
    local ok, problem = pcall(needed.try, "broken")
    package.preload.broken = nil
    assert.is_false(ok)
    assert.truthy(tostring(problem):find "a mistake", problem)
    assert.is_nil(needed.absence "module 'aliota.core' not found: ...")
    assert.is_nil(needed.absence "a mistake")
  end)
end)
