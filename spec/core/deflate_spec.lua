local deflate = require("aliota.core").deflate
local python = require "spec.support.python"

-- What another program unpacks, and its sum.
local READER = [[
import json, sys, zlib
packed = sys.stdin.buffer.read()
reader = zlib.decompressobj(-15)
text = reader.decompress(packed) + reader.flush()
print(json.dumps({"whole": reader.eof, "rest": len(reader.unused_data), "size": len(text), "crc": zlib.crc32(text),
                  "text": list(text[:300])}))
]]

local function packed(pieces)
  local packer, out = deflate(), {}
  for i, piece in ipairs(pieces) do out[i] = packer:add(piece) end
  local rest, crc = packer:finish()
  return table.concat(out) .. rest, crc
end

local function noise(size)
  local bytes, state = {}, 1
  for i = 1, size do
    state = state * 16807 % 2147483647
    bytes[i] = string.char(state % 256)
  end
  return table.concat(bytes)
end

describe("deflate", function()
  it("packs what another program unpacks, and sums it up as that does", function()
    local every = {}
    for byte = 0, 255 do every[byte + 1] = string.char(byte) end
    for _, pieces in ipairs {
      {}, {""}, {"a"}, {"", "a", ""}, every, {("abc"):rep(1e5)}, {noise(3e5)}, {noise(10), ("\0"):rep(1e6), noise(1e5)},
    } do
      local text, crc = packed(pieces)
      local whole = table.concat(pieces)
      local read = python(READER, text)
      assert.same({true, 0, #whole, crc}, {read.whole, read.rest, read.size, read.crc})
      assert.equal(whole:sub(1, 300), string.char((table.unpack or unpack)(read.text)))
    end
    assert.truthy(#packed {("abc"):rep(1e5)} < 3000)
  end)

  it("hands out what it has while more comes, and holds no more", function()
    local packer, size, piece = deflate(), 0, noise(1e5) -- from further back than zlib looks for what comes again
    for _ = 1, 50 do size = size + #packer:add(piece) end
    assert.truthy(size > 4.5e6, size)
  end)

  it("is at its end once", function()
    local packer = deflate()
    packer:add "a"
    packer:finish()
    assert.has_error(function() packer:add "b" end, "calling 'add' on bad self (it is at its end)")
    assert.has_error(function() packer:finish() end)
    assert.is_nil(getmetatable(packer).__gc(packer))
    assert.is_nil(getmetatable(packer).__gc(packer))
  end)

  it("takes strings alone", function()
    assert.has_error(function() deflate():add(5) end)
    assert.has_error(function() deflate():add() end)
    assert.has_error(function() deflate().add("a", "b") end)
  end)

  it("gives its memory back, whether it came to its end or not", function()
    for i = 1, 4000 do -- a gigabyte, if it were kept
      deflate():add "x"
      if i % 100 == 0 then collectgarbage() end
    end
    for line in io.lines "/proc/self/status" do
      local kilobytes = line:match "^VmRSS:%s*(%d+)"
      assert.truthy(not kilobytes or tonumber(kilobytes) < 7e5, line)
    end
  end)
end)
