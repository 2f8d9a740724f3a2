local is_text = require "aliota.sandbox.well_formed"

describe("utf8", function()
  it("accepts text", function()
    for _, text in ipairs {"", "plain", "\1\127", "é设😀", "\239\191\191", "\244\143\191\191", "\237\159\191"} do
      assert.is_true(is_text(text), text)
    end
  end)

  it("refuses NUL and what is not well-formed", function()
    for _, text in ipairs {
      "\0", "a\0b", "\128", "\192\128", "\224\159\191", "\237\160\128", "\240\143\191\191", "\244\144\128\128", "\255",
      "ab\195", "设\255", "\226\130",
    } do
      assert.is_false(is_text(text))
    end
  end)
end)
