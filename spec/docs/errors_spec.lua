-- The tables of docs/errors.md, held against the sources.
local classes = require "aliota.help.classes"
local error_codes = require "aliota.api.error_codes"
local manual = require "spec.support.manual"

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

  it("has every code of ours, and no other", function()
    local names = manual.names_below(PAGE, "Codes of ours")
    for code in pairs(error_codes.OURS) do
      assert.is_true(names[code], code)
      names[code] = nil
    end
    assert.same({}, names)
  end)
end)
