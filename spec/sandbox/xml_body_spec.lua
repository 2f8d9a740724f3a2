local json = require "aliota.sandbox.json_body"
local lxp = require "lxp"
local xml = require "aliota.sandbox.xml_body"

describe("xml", function()
  it("writes members in the order of their names, lists as repeated elements, and nothing for null", function()
    local text = xml.encode("R", {
      Total = 7, Success = true, Data = {Row = {{Name = "a"}, {Name = "b"}}}, Nothing = json.null, None = json.list {},
    })
    assert.equal('<?xml version="1.0" encoding="UTF-8"?><R><Data><Row><Name>a</Name></Row><Row><Name>b</Name></Row>'
      .. "</Data><Success>true</Success><Total>7</Total></R>", text)
  end)

  it("writes any text so that a parser reads it", function()
    local bytes = {}
    for byte = 0, 127 do bytes[#bytes + 1] = string.char(byte) end
    local read = {}
    local parser = lxp.new {CharacterData = function(_, text) read[#read + 1] = text end}
    assert.truthy(parser:parse(xml.encode("R", {Text = table.concat(bytes) .. "设"})))
    assert.truthy(parser:parse())
    assert.truthy(table.concat(read):find([[ !"#$%&'()*+,-./0123456789:;<=>?@ABC]], 1, true))
    assert.truthy(table.concat(read):find "设$")
  end)

  it("writes rows that are made when they are needed", function()
    local rows = json.rows(function() return {{a = 1}, {a = 2}} end, error)
    assert.truthy(xml.encode("R", {D = {L = rows}}):find("<D><L><a>1</a></L><L><a>2</a></L></D>", 1, true))
    assert.truthy(xml.encode("R", {D = {L = json.rows(function() return {} end, error)}}):find("<D></D>", 1, true))
  end)
end)
