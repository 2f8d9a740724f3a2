local put = require "aliota.util.put"

describe("put", function()
  it("writes a text", function()
    local path = os.tmpname()
    local file = assert(io.open(path, "wb"))
    assert.truthy(put(file, "a\0b"))
    file:close()
    file = assert(io.open(path, "rb"))
    assert.equal("a\0b", file:read "*a")
    file:close()
    os.remove(path)
  end)

  it("fails as often as the system does, however often it is called", function()
    local full = assert(io.open("/dev/full", "wb"))
    local text, failed = ("x"):rep(16), 0
    for _ = 1, 4000 do
      if not put(full, text) then failed = failed + 1 end
    end
    full:close()
    assert.truthy(failed > 3, failed) -- once for each time that the buffer was full, whatever its size
  end)
end)
