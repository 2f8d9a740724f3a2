-- The table of docs/filters.md, held against the predicates.
local filter = require "aliota.filter"
local manual = require "spec.support.manual"
local reason = require "aliota.api.reason"

local PAGE = "docs/filters.md"

describe(PAGE, function()
  it("has every predicate", function()
    local said = {plan = true, read = true} -- which is another thing, and which is the module's own
    for _, row in ipairs(manual.table_below(PAGE, "Filters")) do
      for _, name in ipairs(manual.names(row[1])) do said[name:match "^[%l_]+"] = true end
    end
    local present = {}
    for name, value in pairs(filter) do
      if type(value) == "function" then present[name] = true end
    end
    assert.same(present, said)
  end)

  it("has every cause that a reason has", function()
    for cause in pairs(reason.CAUSES) do assert.truthy(manual.text(PAGE):find("`" .. cause .. "`", 1, true), cause) end
  end)
end)
