local shown = require "aliota.util.shown"

describe("shown", function()
  it("tells values apart, on one line", function()
    for text, value in pairs {
      ['"5"'] = "5", ["5"] = 5, ["true"] = true, ["a table"] = {}, ["a function"] = print, ["Infinity"] = math.huge,
      ["NaN"] = 0 / 0, ["0.5"] = 0.5, ['"a\\nb"'] = "a\nb", ['"a\\"b"'] = 'a"b', ["a nil"] = nil,
    } do
      assert.equal(text, shown(value))
    end
    assert.equal("a nil", shown(nil))
    assert.is_nil(shown("a\27[2J\r\0\127"):find "[%z\1-\31\127]")
  end)
end)
