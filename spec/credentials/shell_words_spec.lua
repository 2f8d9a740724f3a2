local split = require "aliota.credentials.shell_words"
local shell = require "spec.support.shell"

describe("words of a command", function()
  local LINES = {
    [[tool]], [[  tool  a	b ]], [['/a b/tool' "c d"]], [[tool '' "" x]], [[tool a\ b c\"d e\'f]],
    [[t "a\"b" "a\\b" "a\x"]],
    [[t 'a\b' "a'b" 'a"b']], [[t a"b c"d'e f'g]], "t a\\\nb \\\n c", [[t "\$HOME" \$HOME '*' \*]], "t 'two\nlines'",
    [[t --key=值 😀]],
  }

  for _, line in ipairs(LINES) do
    it(("are those of a shell: %q"):format(line), function()
      local printed = shell.run("printf '<%s>' " .. line)
      local words = assert(split(line))
      assert.equal(printed, "<" .. table.concat(words, "><") .. ">")
    end)
  end

  it("are nothing else that a shell does", function()
    assert.same({"t", "$HOME", "*", "`id`", "|", "tee", ";", "x", "~", "#", "$(id)"},
      split "t $HOME * `id` | tee ; x ~ # $(id)")
  end)

  it("must be whole, and begin with a program", function()
    local cases = {
      [""] = "no program", ["  "] = "no program", ["'' x"] = "no program",
      ["t 'a"] = "not closed", ['t "a'] = "not closed",
      ['t "a\\'] = "not closed", ["t a\\"] = "ends with a backslash",
    }
    for line, problem in pairs(cases) do
      local words, message = split(line)
      assert.is_nil(words, line)
      assert.truthy(message:find(problem, 1, true), message)
    end
  end)
end)
