local escape = require "aliota.write.markup"

describe("write.markup", function()
  it("leaves nothing that is markup, in content or in quotes", function()
    assert.equal("&lt;a href=&quot;x&quot; b='y'&gt;&amp;amp;", escape [[<a href="x" b='y'>&amp;]])
    assert.equal("]]&gt;??设备", escape "]]>\0\27设备")
    assert.same({"?", "12", ""}, {escape(nil), escape(12), escape ""})
    assert.equal(1, select("#", escape "<"))
  end)
end)
