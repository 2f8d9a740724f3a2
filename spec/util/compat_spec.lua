local compat = require "aliota.util.compat"

local is_luajit = rawget(_G, "jit") ~= nil

describe("compat", function()
  it("names the Lua that runs this, and which modules are made for it", function()
    assert.truthy(compat.name:find(is_luajit and "^LuaJIT 2" or "^Lua 5%.%d$"), compat.name)
    assert.equal(_VERSION, "Lua " .. compat.version)
  end)

  it("unpacks, nil and all", function()
    local list = {1, nil, 3}
    assert.equal(3, select("#", compat.unpack(list, 1, 3)))
    assert.same({1, nil, 3}, {compat.unpack(list, 1, 3)})
  end)

  it("compiles a text under a name, or says what is wrong with it", function()
    assert.equal(5, compat.load "return 2 + 3"())
    local chunk, problem = compat.load("return (", "=typed")
    assert.is_nil(chunk)
    assert.truthy(problem:find "^typed:1: ", problem)
  end)

  it("knows integers where there are some", function()
    assert.equal(math.type ~= nil, compat.is_integer(3))
    assert.is_false(compat.is_integer(3.5))
    assert.is_false(compat.is_integer(2 ^ 53))
  end)

  it("has the exclusive or of 32 bits", function()
    for _, case in ipairs {{0, 0, 0}, {5, 3, 6}, {0xFFFFFFFF, 1, 0xFFFFFFFE}, {0x80000000, 0, 0x80000000},
      {0xEDB88320, 0x12345678, 0xFF8CD558}} do
      assert.equal(case[3], compat.xor(case[1], case[2]))
      assert.equal(case[3], compat.xor(case[2], case[1]))
    end
  end)

  it("says where coroutines can't wait wherever they are", function()
    assert.equal(is_luajit or compat.version ~= "5.1", compat.can_wait_anywhere)
    local ok, problem = pcall(compat.check_waiting, "a loop")
    assert.equal(compat.can_wait_anywhere, ok)
    if not ok then assert.truthy(problem:find "^a loop needs LuaJIT or a Lua from 5.2 on: [^\n]+$", problem) end
  end)
end)
