local byte_order = require "aliota.byte_order"
local locale = require "spec.support.locale"

describe("byte_order", function()
  it("is that of bytes in every locale", function()
    local sorted = {"", "\0", "A", "B", "Ba", "a", "a-b", "aB", "ab", "\195\132"}
    locale("de_DE.UTF-8", function()
      for i, a in ipairs(sorted) do
        for j, b in ipairs(sorted) do assert.equal(i < j, byte_order(a, b)) end
      end
    end)
  end)
end)
