-- The tables of docs/exactness.md, held against the sources.
local classes = require "aliota.help.classes"
local manual = require "spec.support.manual"
local operations = require "aliota.api.operations"
local shell = require "spec.support.shell"

local PAGE = "docs/exactness.md"

-- What the vendor has named, which is no code of ours.
local function vendor_names()
  local names = {}
  for action, row in pairs(operations) do
    names[action] = true
    for name in pairs(row.params) do names[name] = true end
  end
  for name in pairs(classes.fields(classes.all()["aliota.Task"])) do names[name] = true end
  return names
end

local function codes()
  local found, theirs = {}, vendor_names()
  local sources = shell.run "cat $(find lua/aliota/listing -name '*.lua') | grep -v '^ *--'"
  for name in sources:gmatch '"(%u%a*%l)"' do
    if not theirs[name] then found[name] = true end
  end
  return found
end

describe(PAGE, function()
  it("has every code of a listing, and no other", function()
    local said = {}
    for row in manual.text(PAGE):match "\n## Codes\n(.-)\n## ":gmatch "\n(| `[^\n]+)" do
      said[manual.names(row)[1]] = true
    end
    local given = codes()
    given.TextInvalid = true -- which whatever reads an answer gives
    assert.same(given, said)
  end)

  it("has every field of a coverage", function()
    local fields, said = {}, manual.names_below(PAGE, "Coverage")
    for name in pairs(classes.fields(classes.all()["aliota.Coverage"])) do fields[name] = true end
    assert.same(fields, said)
  end)
end)
