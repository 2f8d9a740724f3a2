local byte_order = require "aliota.util.byte_order"
local locale = require "spec.support.locale"

describe("byte_order", function()
  local SORTED = {"", "\0", "A", "B", "Ba", "a", "a-b", "aB", "ab", "\195\132"}

  it("is that of bytes in every locale", function()
    locale("de_DE.UTF-8", function()
      for i, a in ipairs(SORTED) do
        for j, b in ipairs(SORTED) do assert.equal(i < j, byte_order.before(a, b)) end
      end
    end)
  end)

  for _, name in ipairs {"C", "de_DE.UTF-8", "de_DE.ISO-8859-1"} do
    it("sorts so in " .. name, function()
      local texts = {}
      for i, text in ipairs(SORTED) do texts[#SORTED + 1 - i] = text end
      locale(name, function() byte_order.sort(texts) end)
      assert.same(SORTED, texts)
    end)
  end
end)
