local load_lua_http = require "aliota.sandbox.lua_http"

describe("lua_http", function()
  it("loads a module of lua-http on every VM", function()
    assert.is_function(load_lua_http("http.server").listen)
  end)

  it("says what to install and leaves package.path alone when a module can't be found", function()
    local path = package.path
    local module, message = load_lua_http("http.no_such_module")
    assert.is_nil(module)
    assert.truthy(message:find("apt-get install lua-http", 1, true))
    assert.truthy(message:find("module 'http.no_such_module' not found", 1, true))
    assert.equal(path, package.path)
  end)
end)
