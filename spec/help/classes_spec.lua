local shell = require "spec.support.shell"

describe("help.classes", function()
  -- Of two types with one name, help shows now this one, now that.
  it("has no two types of one name, nor is a function defined twice in a file", function()
    local seen, files = {}, shell.run "find lua -name '*.lua'"
    for path in files:gmatch "[^\n]+" do
      local functions = {}
      for line in io.lines(path) do
        local type_name = line:match "^%-%-%-@class ([%w.]+)" or line:match "^%-%-%-@alias ([%w.]+)"
        if type_name then
          assert.is_nil(seen[type_name], ("%s: %s, also in %s"):format(path, type_name, tostring(seen[type_name])))
          seen[type_name] = path
        end
        local name = line:match "^function ([%w_.:]+)"
        if name then
          assert.is_nil(functions[name], path .. ": " .. name)
          functions[name] = true
        end
      end
    end
    assert.truthy(seen["aliota.Plan"] and seen["aliota.FilterPlan"])
  end)
end)
