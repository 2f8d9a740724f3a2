-- The table of docs/events.md, held against the sources.
local manual = require "spec.support.manual"
local shell = require "spec.support.shell"

local PAGE = "docs/events.md"

describe(PAGE, function()
  it("has every event that a client tells of, and no other", function()
    local said, told = {}, {}
    for line in manual.text(PAGE):gmatch "\n| `(%l+)` |" do said[line] = true end
    said.type = nil
    local sources = shell.run "cat $(find lua/aliota -name '*.lua' | grep -vE 'aliota/(sandbox|quota)/')"
    for event in sources:gmatch 'tell%("(%l+)"' do told[event] = true end
    assert.same(told, said)
  end)
end)
