-- The table of docs/reports.md, held against the reports.
local manual = require "spec.support.manual"
local report = require "aliota.report"

local PAGE = "docs/reports.md"

describe(PAGE, function()
  it("has every report", function()
    local text = manual.text(PAGE)
    for name, value in pairs(report) do
      if type(value) == "function" then assert.truthy(text:find("[`.]" .. name .. "[`(%s]"), name) end
    end
    for _, row in ipairs(manual.table_below(PAGE, "Reports")) do
      local name = manual.names(row[1])[1]:match "^[%l_]+"
      assert.equal("function", type(report[name]), name)
    end
  end)
end)
