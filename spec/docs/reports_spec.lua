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

  -- No option is such a thing, so that a report refuses it by its name, or says that there is no such option.
  local NO_VALUE = coroutine.create(function() end)

  local function does_take(name, option)
    local ok, message = pcall(report.many, {}, {[name] = {[option] = NO_VALUE}})
    assert.is_false(ok, name .. " " .. option)
    return not message:find "there is no option"
  end

  it("has the options of every report of one listing", function()
    local explained = manual.text(PAGE):match "| option | meaning |(.-)\n\n"
    for _, row in ipairs(manual.table_below(PAGE, "Reports")) do
      local name, said = manual.names(row[1])[1], {}
      for _, option in ipairs(manual.names(row[3])) do said[option] = true end
      for option in explained:gmatch "\n| `(%l+)` |" do
        local is_taken = not name:find "%(" and does_take(name, option)
        assert.equal(said[option] or false, is_taken, name .. " " .. option)
      end
    end
  end)
end)
