local content = require "aliota.util.content"

describe("content", function()
  it("is all that a file holds", function()
    local path = os.tmpname()
    for _, text in ipairs {"", "one\r\n\0two"} do
      local file = assert(io.open(path, "wb"))
      file:write(text)
      file:close()
      assert.equal(text, content(path))
    end
    os.remove(path)
    assert.same({nil, path .. ": No such file or directory", true}, {content(path)})
  end)

  it("is none of what is no file: the problem names it", function()
    assert.same({nil, "/dev/null/x: Not a directory", true}, {content "/dev/null/x"})
    assert.same({nil, "/tmp: Is a directory", false}, {content "/tmp"})
  end)
end)
