-- The tables of docs/errors.md, held against the sources.
local classes = require "aliota.help.classes"
local manual = require "spec.support.manual"
local shell = require "spec.support.shell"

local PAGE = "docs/errors.md"

describe(PAGE, function()
  local fields = classes.fields(classes.all()["aliota.Error"])

  it("has every kind", function()
    local names = manual.names_below(PAGE, "Kinds")
    for kind in fields.kind:gmatch '"(%l+)"' do assert.is_true(names[kind], kind) end
  end)

  it("has every field", function()
    local names = manual.names_below(PAGE, "Fields")
    for field in pairs(fields) do
      assert.is_true(names[field], field)
      names[field] = nil
    end
    assert.same({}, names)
  end)

  it("has every code that is given outside listings and the feed", function()
    local names, count = manual.names_below(PAGE, "Codes of ours"), 0
    local sources = shell.run "cat $(find lua/aliota -name '*.lua' | grep -vE 'aliota/(sandbox|nginx|listing)/')"
    for code in sources:gmatch "[{ ]code = [^\n,}']-\"(%u%l%a+)\"" do
      assert.is_true(names[code], code)
      count = count + 1
    end
    assert.is_true(count >= 4)
  end)
end)
