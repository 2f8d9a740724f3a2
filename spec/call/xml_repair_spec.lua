local read = require "aliota.call.xml"
local repair = require "aliota.call.xml_repair"

local BAD = "\239\191\189"

describe("xml_repair", function()
  local cases = {
    ["a byte that is no UTF-8"] = {"a\255b", "a" .. BAD .. "b"},
    ["bytes of a character that is cut short"] = {"\229\189<x/>", BAD .. "<x/>"},
    ["half a surrogate pair as bytes"] = {"\237\160\189", BAD:rep(3)},
    ["references to halves of a surrogate pair"] = {"&#xD83D;&#56832;", BAD .. BAD},
    ["a control character"] = {"a\27[2J\0", "a" .. BAD .. "[2J" .. BAD},
    ["a reference to one"] = {"&#27;&#x1b;&#0;", BAD:rep(3)},
    ["what Unicode has no character for"] = {"\239\191\190&#xFFFF;&#x110000;", BAD:rep(3)},
  }
  for what, case in pairs(cases) do
    it("replaces " .. what .. ", so that it can be read", function()
      local document = "<R><Y>" .. case[1] .. "</Y></R>"
      assert.is_nil((read(document, {})))
      local repaired, replaced = repair(document)
      assert.same({"<R><Y>" .. case[2] .. "</Y></R>", 1}, {repaired, replaced})
      local members, root, count = read(document, {}, true)
      assert.same({"R", 1}, {root, count})
      assert.truthy((type(members.Y) == "table" and repaired or members.Y):find(BAD, 1, true))
    end)
  end

  it("leaves alone what is good, and counts texts", function()
    local good = '<R a="\\"><X>\t\r\n"é😀\\u0041&#65;&#x1F600;&amp;&#xD7FF;</X><Y>]]&gt;</Y></R>'
    assert.same({good, 0}, {repair(good)})
    assert.equal(2, (select(2, repair "<R><X>\255\254</X><Y>&#xD800;</Y></R>")))
  end)

  it("knows UTF-8 alone", function()
    local latin = '<?xml version="1.0" encoding="ISO-8859-1"?><R>\233&#xD800;</R>'
    assert.same({latin, 0}, {repair(latin)})
    assert.equal(1, (select(2, repair "<?xml version='1.0' encoding='utf-8'?><R>\255</R>")))
  end)

  it("makes nothing readable of what is broken otherwise", function()
    for _, document in ipairs {"<R>\255", "<R>\255</S>", "\255", "<R>\255&nbsp;</R>"} do
      assert.is_nil((read(document, {}, true)))
    end
  end)
end)
