local child = require "aliota.sandbox.child"

local LUA = require "spec.support.interpreter"
local WAIT = [[
  local child = require "aliota.sandbox.child"
  local options = child.options()
  child.ready {echo = options.word, size = #options.word}
  io.read("*a")
]]

describe("child", function()
  it("gets its options and answers, whatever is in them and however much", function()
    for _, word in ipairs {"", "it's \"quoted\"\n", ("x"):rep(1000000)} do
      local handle = assert(child.start(LUA, WAIT, {word = word}))
      assert.same({word, #word}, {handle.echo, handle.size})
      handle:stop()
      handle:stop()
    end
  end)

  it("is waited for when it is stopped", function()
    local path = os.tmpname()
    local handle = assert(child.start(LUA, WAIT .. ([[ io.open(%q, "w"):write("ended"):close() ]]):format(path),
      {word = ""}))
    handle:stop()
    local file = assert(io.open(path))
    assert.equal("ended", file:read "*a")
    file:close()
    os.remove(path)
  end)

  it("that does not start says why", function()
    local handle, message = child.start(LUA, "error('no luck', 0)", {})
    assert.is_nil(handle)
    assert.truthy(message:find "no luck")
    assert.is_nil((child.start("no-such-lua", WAIT, {})))
  end)
end)
