local ascii = require "aliota.util.ascii"
local locale = require "spec.support.locale"

describe("ascii", function()
  it("has the classes of the C locale", function()
    for code = 0, 127 do
      local character = string.char(code)
      assert.equal(character:find "%c" ~= nil, character:find("[" .. ascii.CONTROL .. "]") ~= nil, code)
      assert.equal(character:find "%p" ~= nil, character:find("[" .. ascii.PUNCTUATION .. "]") ~= nil, code)
      assert.equal(character:lower(), ascii.lower(character))
      assert.equal(character:upper(), ascii.upper(character))
    end
  end)

  for _, name in ipairs {"de_DE.ISO-8859-1", "tr_TR.ISO-8859-9", "tr_TR.UTF-8"} do
    it("leaves what is beyond ASCII alone in " .. name, function()
      locale(name, function()
        assert.equal("failed à É", ascii.lower "FAILED à É")
        assert.equal("TIMED à É", ascii.upper "timed à É")
        assert.is_nil(("àÉ\160\133"):find("[" .. ascii.CONTROL .. ascii.PUNCTUATION .. "]"))
      end)
    end)
  end

  -- What is read in these is Lua's own source, or the setup of one machine.
  local APART = {help = true, repl = true, credentials = true}

  local FINDS = {find = true, match = true, gmatch = true, gsub = true}

  local function asks_the_locale(line)
    local code = line:gsub("%-%-.*", "")
    for method, _, literal in code:gmatch "[:.](%l+)%s*%(?%s*([\"'])(.-)%2" do
      if FINDS[method] and literal:find "%%[acglpsuwACGLPSUW]" then return true end
    end
    return code:find ":lower%(" or code:find ":upper%(" or code:find "string%.lower" or code:find "string%.upper"
  end

  it("is what the library goes by", function()
    local pipe, found = io.popen "find lua/aliota -name '*.lua'", {}
    for path in pipe:lines() do
      local part, number = path:match "^lua/aliota/(%w+)", 0
      for line in io.lines(APART[part] and "/dev/null" or path) do
        number = number + 1
        if asks_the_locale(line) then found[#found + 1] = path .. ":" .. number .. ": " .. line end
      end
    end
    pipe:close()
    assert.same({}, found)
  end)
end)
