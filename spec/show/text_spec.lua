local instructions = require "spec.support.instructions"
local python = require "spec.support.python"
local text = require "aliota.show.text"

-- Python's tables of Unicode are the judge: the codes that are sure to be 0 or 2 columns wide in some blocks.
local ORACLE = [[
import json, unicodedata as u
blocks = [(0x300, 0x36f), (0x3041, 0x3096), (0x4e00, 0x4eff), (0xac00, 0xacff), (0xff01, 0xff5e), (0x1f600, 0x1f64f),
          (0x20d0, 0x20dc), (0x20000, 0x20040), (0x20, 0x7e), (0xa1, 0x17f), (0x410, 0x44f), (0x2190, 0x21ff)]
rows = []
for first, last in blocks:
  for code in range(first, last + 1):
    c = chr(code)
    if u.category(c) in ("Cn", "Cf"): continue
    width = 0 if u.category(c) in ("Mn", "Me") else 2 if u.east_asian_width(c) in "WF" else 1
    rows.append({"code": code, "character": c, "width": width})
print(json.dumps(rows))
]]

describe("text", function()
  it("makes a line of a value of any length, at the cost of a line", function()
    local long = ("设\204\129\27"):rep(1e6)
    local work = instructions(function() assert.equal(("设\204\129?"):rep(6) .. "…", text.line(long, 19)) end)
    assert.is_true(work < 1e5, work)
    assert.equal(text.MOST_COLUMNS, text.width(text.line(("x"):rep(1e6))))
    assert.equal("e" .. ("\204\129"):rep(79) .. "…", text.line("e" .. ("\204\129"):rep(1e6), 20))
    assert.same({"short", "?", "12"}, {text.line("short", 5), text.line(nil, 5), text.line(12)})
  end)

  it("cuts no character where it takes the head of a text", function()
    assert.same({"ab", "ab", "abcd"}, {text.head("abcd", 2), text.head("ab设", 4), text.head("abcd", 4)})
  end)

  describe("printable", function()
    it("leaves what people write alone", function()
      for _, s in ipairs {"", "device-1", "设备 №5", "é\204\129 😀 क्षि", "\239\191\189"} do
        assert.equal(s, text.printable(s))
      end
      assert.same({"?", "12", "true"}, {text.printable(nil), text.printable(12), text.printable(true)})
    end)

    it("takes out everything that steers a terminal or turns the direction, a mark for each", function()
      for hidden, name in pairs {
        ["\27"] = "escape", ["\0"] = "NUL", ["\127"] = "DEL",
        ["\194\155"] = "C1", ["\226\128\174"] = "override", ["\226\129\167"] = "isolate", ["\226\128\143"] = "mark",
        ["\216\156"] = "Arabic mark", ["\239\187\191"] = "byte order mark", ["\239\191\190"] = "noncharacter",
      } do
        assert.equal("a?b设", text.printable("a" .. hidden .. "b设"), name)
      end
    end)

    it("is one line: a tab and a line end, of whatever kind, are a blank each", function()
      for _, broken in ipairs {"\t", "\n", "\r", "\r\n", "\11", "\12", "\194\133", "\226\128\168", "\226\128\169"} do
        assert.equal("a b设", text.printable("a" .. broken .. "b设"))
      end
      assert.equal("a  b", text.printable "a\n\nb")
    end)

    it("takes out bytes that are no UTF-8", function()
      assert.equal("a?b", text.printable "a\155b") -- C1 as a single byte
      assert.equal("??", text.printable "\192\128")
      assert.equal("设???", text.printable "设\237\160\128")
      assert.equal("?", text.printable "\226")
    end)
  end)

  it("knows how wide characters are, as Python does", function()
    local rows = python(ORACLE, "")
    assert.truthy(#rows > 1000)
    for _, row in ipairs(rows) do assert.equal(row.width, text.width(row.character), row.code) end
  end)

  it("counts the columns of texts", function()
    for s, width in pairs {[""] = 0, abc = 3, ["设备"] = 4, ["e\204\129"] = 1, ["a设b😀"] = 6, ["ａ"] = 2} do
      assert.equal(width, text.width(s), s)
    end
  end)

  it("fits texts into columns", function()
    assert.equal("device", text.fit("device", 6))
    assert.equal("devi…", text.fit("device", 5))
    assert.equal("…", text.fit("device", 1))
    assert.equal("设备", text.fit("设备", 4))
    assert.equal("设…", text.fit("设备", 3))
    assert.equal("…", text.fit("设备", 2))
    assert.equal("é\204\129…", text.fit("é\204\129éé", 2))
    for columns = 1, 12 do assert.truthy(text.width(text.fit("设备a设备b设备", columns)) <= columns) end
  end)

  it("wraps texts between words", function()
    assert.same({}, text.wrap(" ", 5))
    assert.same({"one two", "three"}, text.wrap("one  two\nthree", 8))
    assert.same({"one", "long…", "two"}, text.wrap("one longer two", 5))
    assert.same({"设备", "设…", "a"}, text.wrap("设备 设备设备 a", 4))
  end)
end)
