local blank = require "aliota.util.blank"

describe("blank", function()
  it("tells a text with nothing in it", function()
    assert.equal("is empty", blank "")
    for _, text in ipairs {" ", "\t", "\r\n", " \v\f "} do assert.equal("is blank", blank(text)) end
  end)

  it("leaves any other alone", function()
    for _, text in ipairs {"a", " a ", "0", "\0", "\194\160", "设备", "."} do assert.is_nil(blank(text)) end
  end)
end)
