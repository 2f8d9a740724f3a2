-- The tables of docs/errors.md, held against the sources.
local classes = require "aliota.help.classes"
local manual = require "spec.support.manual"
local shell = require "spec.support.shell"

local PAGE = "docs/errors.md"

local function names_below(heading)
  local names = {}
  for _, row in ipairs(manual.table_below(PAGE, heading)) do
    for _, name in ipairs(manual.names(row[1])) do names[name] = true end
  end
  return names
end

describe(PAGE, function()
  local fields = classes.fields(classes.all()["aliota.Error"])

  it("has every kind", function()
    local names = names_below "Kinds"
    for kind in fields.kind:gmatch '"(%l+)"' do assert.is_true(names[kind], kind) end
  end)

  it("has every field", function()
    local names = names_below "Fields"
    for field in pairs(fields) do
      assert.is_true(names[field], field)
      names[field] = nil
    end
    assert.same({}, names)
  end)

  it("has every code that is given outside listings and the feed", function()
    local names, count = names_below "Codes of ours", 0
    local sources = shell.run "cat $(find lua/aliota -name '*.lua' | grep -vE 'aliota/(sandbox|nginx|listing)/')"
    for code in sources:gmatch "[{ ]code = [^\n,}']-\"(%u%l%a+)\"" do
      assert.is_true(names[code], code)
      count = count + 1
    end
    assert.is_true(count >= 4)
  end)
end)
