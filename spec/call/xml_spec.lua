local compat = require "aliota.util.compat"
local read = require "aliota.call.xml"

describe("xml", function()
  local SHAPES = {
    Total = "number", Success = "boolean", Data = {Row = {list = {Size = "number"}}}, Tags = {Tag = {list = "text"}},
    Files = {bare = {Size = "number"}},
  }

  local function members(inside) return (read("<R>" .. inside .. "</R>", SHAPES)) end

  it("gives numbers, booleans and text as JSON would, and the root's name", function()
    local result, root = read("<R><Total>7</Total><Success>true</Success><Code></Code><Name>5</Name></R>", SHAPES)
    assert.equal("R", root)
    assert.equal(7, result.Total)
    assert.equal(true, result.Success)
    assert.equal("", result.Code)
    assert.equal("5", result.Name)
    if math.type then assert.equal("integer", math.type(result.Total)) end
    assert.equal("12345678901234567890", members("<Total>12345678901234567890</Total>").Total)
    assert.equal("many", members("<Total>many</Total>").Total)
    assert.equal("maybe", members("<Success>maybe</Success>").Success)
  end)

  it("calls elements by other names where it is told to, before it asks what they are", function()
    local names = {Sum = "Total", Line = "Row"}
    local result = read("<R><Sum>7</Sum><Data><Line><Size>1</Size></Line></Data><Row>r</Row></R>", SHAPES, nil, names)
    assert.same({Total = 7, Data = {Row = {{Size = 1}}}, Row = "r", Files = {}}, result)
    local broken, _, replaced = read("<R><Sum>7\255</Sum></R>", SHAPES, true, names)
    assert.same({"7\239\191\189", 1}, {broken.Total, replaced})
  end)

  it("gives a list as an array, with none, one or many items", function()
    assert.same({Row = {}}, members("<Data/>").Data)
    assert.same({Row = {}}, members("<Data></Data>").Data)
    assert.same({Row = {{Size = 1}}}, members("<Data><Row><Size>1</Size></Row></Data>").Data)
    assert.same({Row = {{Size = 1}, {}, {Size = 2}}},
      members("<Data><Row><Size>1</Size></Row>\n <Row/><Row><Size>2</Size></Row></Data>").Data)
    assert.same({Tag = {"a", "", "b"}}, members("<Tags><Tag>a</Tag><Tag/><Tag>b</Tag></Tags>").Tags)
    assert.is_nil(members("").Data)
  end)

  it("gives an array without a wrapper, in either of the ways that it may come", function()
    local expected = {{Size = 1, Name = "a"}, {Size = 2, Name = "b"}}
    local rows = {"<Size>1</Size><Name>a</Name>", "<Size>2</Size><Name>b</Name>"}
    assert.same(expected, members(("<Files>%s</Files><Files>%s</Files>"):format(rows[1], rows[2])).Files)
    assert.same(expected, members(("<Files><File>%s</File><File>%s</File></Files>"):format(rows[1], rows[2])).Files)
    assert.same({expected[1]}, members(("<Files>%s</Files>"):format(rows[1])).Files)
    assert.same({}, members("<Files/>").Files)
    assert.same({}, members("").Files)
  end)

  it("gives what it has no shape for as text or as a table", function()
    assert.same({A = {B = "1", C = {D = "2"}}}, {A = members("<A> <B>1</B> <C><D>2</D></C> </A>").A})
  end)

  it("reads character data, references and CDATA alike", function()
    assert.equal("a<b>&\"é设", members("<X>a&lt;b&gt;&amp;&quot;&#233;设</X>").X)
    assert.equal("<raw>&", members("<X><![CDATA[<raw>&]]></X>").X)
  end)

  describe("refuses", function()
    local bomb = {'<!DOCTYPE R [<!ENTITY a0 "boom">'}
    for i = 1, 30 do bomb[#bomb + 1] = ('<!ENTITY a%d "%s">'):format(i, ("&a%d;"):format(i - 1):rep(10)) end
    bomb[#bomb + 1] = "]><R>&a30;</R>"
    local cases = {
      {"", "no element found"}, {"text", "syntax error"}, {"<R>", "no element found"}, {"<R></S>", "mismatched tag"},
      {"<R/><R/>", "junk after document element"}, {"<R>&nbsp;</R>", "undefined entity"},
      {"<R>\0</R>", "not well-formed"}, {"<R>\255</R>", "not well-formed"},
      {("<a>"):rep(33) .. ("</a>"):rep(33), "nested too deep"}, {("<a>"):rep(100000), "nested too deep"},
      {table.concat(bomb), "a document type is not expected"},
      {'<!DOCTYPE R SYSTEM "file:///etc/passwd"><R/>', "a document type is not expected"},
    }
    for _, case in ipairs(cases) do
      it(("%q"):format(case[1]:sub(1, 40)), function()
        local result, problem = read(case[1], SHAPES)
        assert.is_nil(result)
        assert.truthy(problem:find(case[2], 1, true), problem)
        assert.truthy(problem:find " at line %d+, column %d+$")
      end)
    end
  end)

  it("takes 32 levels", function()
    assert.truthy(read(("<a>"):rep(32) .. ("</a>"):rep(32), SHAPES))
  end)

  it("says what to install when luaexpat is missing", function()
    local loaded, searchers = package.loaded.lxp, package.searchers or package.loaders
    local list = {compat.unpack(searchers)}
    package.loaded.lxp = nil
    for i = #searchers, 1, -1 do searchers[i] = nil end
    local result, problem = read("<R/>", SHAPES)
    for i, searcher in ipairs(list) do searchers[i] = searcher end
    package.loaded.lxp = loaded
    assert.is_nil(result)
    assert.equal(("the Lua module lxp is missing; apt install lua-expat, or luarocks --lua-version %s install luaexpat")
      :format(compat.version), problem)
  end)
end)
