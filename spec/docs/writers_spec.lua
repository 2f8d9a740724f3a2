-- The tables of docs/writers.md, held against the formats.
local manual = require "spec.support.manual"
local write = require "aliota.write"

local PAGE = "docs/writers.md"

describe(PAGE, function()
  for _, row in ipairs(manual.table_below(PAGE, "Writers")) do
    local format = manual.names(row[1])[1]
    it("has the options of " .. format, function()
      assert.equal("function", type(write.format(format)))
      local said, taken = {}, {}
      for _, name in ipairs(manual.names(row[3])) do said[name] = true end
      for name in pairs(require("aliota.write." .. format).options) do
        taken[name] = true
        assert.truthy(manual.text(PAGE):find("\n| `" .. name .. "` | ", 1, true), name)
      end
      assert.same(taken, said)
    end)
  end
end)
