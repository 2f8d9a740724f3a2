-- The versions of docs/compatibility.md, held against what the specs install.
local cjson = require "cjson"
local manual = require "spec.support.manual"

local PAGE = "docs/compatibility.md"

describe(PAGE, function()
  it("has the official clients of the specs", function()
    local installed = cjson.decode(manual.text "spec/official/package.json").dependencies
    for _, row in ipairs(manual.table_below(PAGE, "The service")) do
      local name = manual.names(row[1])[1]
      assert.equal(installed[name], row[2], name)
    end
  end)
end)
