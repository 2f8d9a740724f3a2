local gzip = require "aliota.sandbox.chaos.gzip"

-- As the program gunzip unpacks it.
local function unpacked(packed)
  local path = os.tmpname()
  local file = assert(io.open(path, "wb"))
  file:write(packed)
  file:close()
  local pipe = io.popen("gunzip < " .. path .. " && echo whole")
  local text = pipe:read("*a")
  pipe:close()
  os.remove(path)
  return text
end

describe("gzip", function()
  it("can be unpacked, whatever is in it and however long it is", function()
    for _, bytes in ipairs {"", "hello", "\0\255\128\r\n", ("0123456789"):rep(6554), ("x"):rep(65535)} do
      assert.equal(bytes .. "whole\n", unpacked(gzip(bytes)))
    end
  end)
end)
