local read = require "aliota.credentials.files.ini"

-- The members of a section with one line.
local function value_of(text) return read("[a]\nx = " .. text).a.x end

describe("ini", function()
  it("has sections of keys, comments, blanks and quotes", function()
    assert.same({
      default = {type = "access_key", access_key_id = "id", access_key_secret = "a=b#c", note = "x"},
      ["two words"] = {policy = '{"a": "b ; c"}', empty = ""},
    }, read(table.concat({
      "# comment", "; comment", "", "[default]", "type = access_key", "  access_key_id=id  ",
      'access_key_secret = "a=b#c"', "note = x ; a comment", "[ two words ]", [[policy = '{"a": "b ; c"}']], "empty =",
    }, "\r\n")))
  end)

  it("goes on with a section that comes again", function()
    assert.same({a = {x = "1", y = "2"}, b = {}}, read "[a]\nx=1\n[b]\n[a]\ny=2")
  end)

  it("has lines that end as they did anywhere", function()
    for _, ending in ipairs {"\n", "\r\n", "\r"} do
      assert.same({a = {x = "1"}, b = {y = "2"}}, read(table.concat({"[a]", "x=1", "", "[b]", "y=2"}, ending)))
    end
  end)

  it("ends a value at a comment, with a blank before it or without", function()
    assert.same({"ID1", "ID1", "ID1", "SEC1", "", "a"},
      {value_of "ID1 ; note", value_of "ID1;note", value_of "ID1;my note", value_of "SEC1#note", value_of "; note",
        value_of "a\t#b"})
  end)

  it("takes the meaning from a mark behind a backslash, and from nothing else", function()
    assert.same({"SE;C1", "#x", [[\]], [[a\b]], [[a\n]], [[a\]]},
      {value_of [[SE\;C1]], value_of [[\#x#y]], value_of [[\\;x]], value_of [[a\\b]], value_of [[a\n]],
        value_of [[a\]]})
  end)

  it("takes quotes off that are around the whole value, as JSON has them", function()
    assert.same({"ID1", "SEC1", "SE\tC1", "a;b", "123456", "x", ""},
      {value_of '"ID1"', value_of "'SEC1'", value_of [["SE\tC1"]], value_of '"a;b"', value_of "'123456'",
        value_of [['"x"']], value_of "''"})
    for _, text in ipairs {'"', "'", '"ID1" x', '"a"b"', [["\x"]]} do assert.equal(text, value_of(text)) end
    assert.equal('"ID1"', value_of '"ID1" ; note')
  end)

  it("has names in quotes, indented ones and ones with a comment behind", function()
    for _, header in ipairs {'["default"]', "  [default]", "[default] # mine", "[default];mine", "[ default ]  "} do
      assert.same({default = {x = "1"}}, read(header .. '\n"x" = 1'))
    end
    assert.same({["my.team"] = {x = "1"}}, read "[my.team]\nx=1")
  end)

  it("loses a line that is none, and nothing else", function()
    assert.same({a = {x = "1", y = "2"}}, read "z = before\nnonsense\n[a]\nx=1\nnonsense\nkey : value\n=3\ny=2")
  end)

  it("takes nothing behind a header that is none for the section before", function()
    for _, header in ipairs {"[other", "[other] x", "[[other]]"} do
      assert.same({a = {x = "1"}, b = {x = "3"}}, read("[a]\nx=1\n" .. header .. "\nx=2\n[b]\nx=3"))
    end
  end)
end)
