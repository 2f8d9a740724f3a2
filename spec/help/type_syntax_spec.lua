local type_syntax = require "aliota.help.type_syntax"

describe("help.type_syntax", function()
  it("tells types from what is said after them", function()
    for text, expected in pairs {
      ["string  such as this"] = "string",
      ["string|nil such"] = "string|nil",
      ["string[] the | first"] = "string[]",
      ['"v3"|"v1"|nil  "v3"'] = '"v3"|"v1"|nil',
      ["200|503 a status"] = "200|503",
      ["fun(a: T, b?: string[]): boolean|nil, any  which"] = "fun(a: T, b?: string[]): boolean|nil, any",
      ["(fun(): number)|nil   seconds"] = "(fun(): number)|nil",
      ["table<string, {now: number|nil, [string]: any}[]> and"] = "table<string, {now: number|nil, [string]: any}[]>",
      ["aliota.Each<aliota.Task, nil> of"] = "aliota.Each<aliota.Task, nil>",
      ["fun(x) does"] = "fun(x)",
      ["boolean|file*|nil  an open file"] = "boolean|file*|nil",
      ["function a"] = "function",
    } do
      local types, rest = type_syntax.read(text, true)
      assert.equal(expected, types)
      assert.equal(text, types .. rest)
    end
  end)

  it("reads a list of types, and names what is in them", function()
    local types, rest, names = type_syntax.read("a.B<C>|nil, {d: E}, fun(f: G): H  rest")
    assert.equal("a.B<C>|nil, {d: E}, fun(f: G): H", types)
    assert.equal("  rest", rest)
    assert.same({"a.B", "C", "nil", "E", "G", "H"}, names)
  end)

  it("raises where there is no type, with what stands there", function()
    for text, expected in pairs {
      [""] = 'a type expected at ""', ["|string"] = 'a type expected at "|string"',
      ["table<string"] = '> expected at ""', ["{a string}"] = ': expected at " string}"',
      ["(string"] = ') expected at ""', ["fun(a: )"] = 'a type expected at " )"', ["a|"] = 'a type expected at ""',
    } do
      assert.has_error(function() type_syntax.read(text, true) end, expected)
    end
  end)
end)
