local utf8 = require "aliota.util.utf8"

describe("utf8", function()
  it("hands out characters and their codes", function()
    local codes = {}
    for character, code in utf8.characters "a\0é设😀" do codes[#codes + 1] = character .. ("=%X"):format(code) end
    assert.same({"a=61", "\0=0", "é=E9", "设=8BBE", "😀=1F600"}, codes)
  end)

  it("hands out what is not well-formed byte by byte", function()
    local function pieces(text)
      local list = {}
      for piece, code in utf8.characters(text) do list[#list + 1] = code and piece or ("<%X>"):format(piece:byte()) end
      return table.concat(list)
    end
    assert.equal("a<80>b", pieces "a\128b")
    assert.equal("<C0><80>", pieces "\192\128")
    assert.equal("<E0><9F><BF>", pieces "\224\159\191")
    assert.equal("<ED><A0><80>设", pieces "\237\160\128设")
    assert.equal("<F4><90><80><80>", pieces "\244\144\128\128")
    assert.equal("<FF><F5>", pieces "\255\245")
    assert.equal("设<E8><AE>", pieces "设\232\174")
  end)

  it("agrees with Lua's own library on every code", function()
    if not _G.utf8 then return end
    for code = 0, 0x10FFFF, 61 do
      if code < 0xD800 or code > 0xDFFF then
        local character = _G.utf8.char(code)
        assert.equal(code, utf8.code(character))
        assert.equal(#character + 1, utf8.behind(character, 1))
      end
    end
  end)

  it("counts characters, not bytes", function()
    assert.same({0, 3, 2, 1, 2}, {
      utf8.count "", utf8.count "a\0b", utf8.count "设备", utf8.count "😀", utf8.count "é!",
    })
  end)
end)
