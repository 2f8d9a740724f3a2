local read = require "aliota.credentials.ini"

describe("ini", function()
  it("has sections of keys, comments, blanks and quotes", function()
    assert.same({
      default = {type = "access_key", access_key_id = "id", access_key_secret = "a=b#c", note = "x"},
      ["two words"] = {policy = '{"a": "b ; c"}', empty = ""},
    }, read(table.concat({
      "\239\187\191# comment", "; comment", "", "[default]", "type = access_key", "  access_key_id=id  ",
      'access_key_secret = "a=b#c"', "note = x ; a comment", "[ two words ]", [[policy = '{"a": "b ; c"}']], "empty =",
    }, "\r\n")))
  end)

  it("goes on with a section that comes again", function()
    assert.same({a = {x = "1", y = "2"}, b = {}}, read "[a]\nx=1\n[b]\n[a]\ny=2")
  end)

  it("names the line that is neither", function()
    assert.same({nil, "neither a [section] nor key = value", 3, n = 3}, {n = 3, read "[a]\nx=1\nnonsense"})
    assert.same({nil, "a key before the first [section]", 1, n = 3}, {n = 3, read "x=1"})
  end)
end)
