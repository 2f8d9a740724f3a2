-- The table of docs/sandbox.md, held against the sandbox's options.
local manual = require "spec.support.manual"
local switches = require "aliota.sandbox.switches"

local PAGE = "docs/sandbox.md"

describe(PAGE, function()
  it("has every option", function()
    local said, known = manual.names_below(PAGE, "Sandbox"), {}
    for name in pairs(switches.names()) do known[name] = true end
    assert.same(known, said)
  end)
end)
