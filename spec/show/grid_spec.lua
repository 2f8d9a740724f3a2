local grid = require "aliota.show.grid"
local instructions = require "spec.support.instructions"
local text = require "aliota.show.text"

local function plain(value) return value end

describe("report.grid", function()
  it("aligns columns, with titles", function()
    assert.same({"name      n", "a         1", "long  1,000"}, grid(
      {{title = "name"}, {title = "n", align = "right"}}, {{"a", "1"}, {"long", "1,000"}}, 80, plain))
  end)

  it("aligns by what is seen, not by bytes", function()
    assert.same({"设备  1", "ü     2"}, grid({{}, {}}, {{"设备", "1"}, {"ü", "2"}}, 80, plain))
  end)

  it("gives bars what is left", function()
    local lines = grid({{}, {bar = true}}, {{"a", 1}, {"b", 0.5}, {"c", 0}}, 33, plain)
    assert.same({"a  " .. ("█"):rep(30), "b  " .. ("█"):rep(15), "c"}, lines)
  end)

  it("cuts what is elastic, or leaves out what can be spared", function()
    local columns = {{elastic = 4}, {spare = 1}, {spare = 2}, {bar = true}}
    local rows = {{"abcdefgh", "first", "second", 1}}
    local function at(width) return grid(columns, rows, width, plain)[1] end
    assert.equal("abcdefgh  first  second  ██████████", at(35))
    assert.equal("abcdef…  first  second  ██████████", at(34))
    assert.equal("abcdefgh  first  second", at(30))
    assert.equal("abc…  first  second", at(19))
    assert.equal("abcdefgh  first", at(18))
    assert.equal("abc…  first", at(11))
    assert.equal("abcdefgh", at(8))
    assert.equal("abc…", at(4))
  end)

  it("has the widest columns share what is lacking, whatever their widths", function()
    local columns = {{elastic = 4}, {elastic = 2}, {elastic = 9}}
    local rows = {{("a"):rep(1e6), ("b"):rep(2e6), ("c"):rep(9)}}
    local line
    local work = instructions(function() line = grid(columns, rows, 34, plain)[1] end)
    assert.equal(("a"):rep(9) .. "…  " .. ("b"):rep(10) .. "…  " .. ("c"):rep(9), line)
    assert.is_true(work < 1e5, work)
  end)

  it("fits any width that its rigid columns leave", function()
    local columns = {{elastic = 3}, {align = "right"}, {elastic = 2, spare = 1}, {bar = true}}
    local rows = {{"设备设备设备", "12", "some words here", 0.3}, {"x", "1", "", {text = 1, colour = "red"}}}
    for width = 10, 120 do
      for _, line in ipairs(grid(columns, rows, width, plain)) do assert.is_true(text.width(line) <= width) end
    end
  end)

  it("paints cells without moving them", function()
    local lines = grid({{}, {}}, {{{text = "a", colour = "red"}, "x"}, {"bcd", "y"}}, 80, function(value, colour)
      return colour and ("<%s>"):format(value) or value
    end)
    assert.same({"<a>    x", "bcd  y"}, lines)
  end)

  it("draws no rows as nothing", function()
    assert.same({}, grid({{}, {bar = true}}, {}, 80, plain))
  end)
end)
