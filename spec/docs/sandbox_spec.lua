-- The table of docs/sandbox.md, held against the sandbox's options.
local manual = require "spec.support.manual"
local switches = require "aliota.sandbox.switches"

local PAGE = "docs/sandbox.md"

describe(PAGE, function()
  it("has every option, but for functions", function()
    local said = {clock = true, monotime = true, log = true}
    for _, row in ipairs(manual.table_below(PAGE, "Sandbox")) do
      for _, name in ipairs(manual.names(row[1])) do said[name] = true end
    end
    assert.same(switches.names(), said)
  end)
end)
