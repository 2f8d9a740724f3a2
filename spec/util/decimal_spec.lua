local decimal = require "aliota.util.decimal"
local locale = require "spec.support.locale"
local python = require "spec.support.python"

local LOCALES = {"C", "de_DE.UTF-8"}

local function in_each(f)
  for _, name in ipairs(LOCALES) do locale(name, f) end
end

describe("decimal", function()
  it("writes a number in the fewest digits that are read back as the same number", function()
    in_each(function()
      for text, value in pairs {
        ["0"] = 0, ["33.67"] = 33.67, ["0.5"] = 0.5, ["-2"] = -2, ["100"] = 100.0, ["0.30000000000000004"] = 0.1 + 0.2,
        ["0.3333333333333333"] = 1 / 3, ["1234567890123456"] = 1234567890123456, ["9007199254740992"] = 2 ^ 53,
        ["1e+20"] = 1e20, ["1e-07"] = 1e-7, ["1.7976931348623157e+308"] = 1.7976931348623157e308,
        ["Infinity"] = math.huge, ["-Infinity"] = -math.huge,
      } do
        assert.equal(text, decimal.text(value))
      end
      assert.equal("NaN", decimal.text(0 / 0))
    end)
  end)

  it("has every digit of an integer", function()
    local id = require("aliota.core").json.decode "[1234567890123456789]"[1]
    if type(id) == "number" then assert.equal("1234567890123456789", decimal.text(id)) end
    assert.equal("123456789012345", decimal.text(123456789012345))
  end)

  it("is read back by others as the same number", function()
    local lines, seed = {}, 1
    for i = 1, 2000 do
      seed = seed * 16807 % 2147483647
      local value = (seed - 2 ^ 30) / 10 ^ (i % 40)
      lines[i] = decimal.text(value) .. (" %.17g"):format(value)
      assert.equal(value, tonumber(decimal.text(value)))
    end
    local other = python("import json, sys\npairs = [line.split() for line in sys.stdin]\n"
      .. "print(json.dumps([a for a, b in pairs if float(a) != float(b) or len(a) > len(repr(float(b))) + 3]))",
      table.concat(lines, "\n"))
    assert.same({}, other)
  end)

  it("rounds halves away from zero, by the digits that a person would write", function()
    in_each(function()
      for _, case in ipairs {
        {"2.3", 2.25, 1}, {"2.2", 2.2499, 1}, {"1", 0.5, 0}, {"3", 2.5, 0}, {"1.01", 1.005, 2}, {"8.35", 8.345, 2},
        {"0.1", 0.05, 1}, {"0.0", -0.04, 1}, {"-2.3", -2.25, 1}, {"0.000", 0, 3}, {"0.000", -0.0, 3},
        {"1234.500", 1234.5, 3}, {"0.001", 0.0005, 3}, {"100.0", 99.95, 1}, {"-1", -0.5, 0},
        {"9007199254740992.0", 2 ^ 53, 1}, {"Infinity", math.huge, 2},
      } do
        assert.equal(case[1], decimal.fixed(case[2], case[3]))
      end
    end)
  end)
end)
