local shell = require "spec.support.shell"
local state_file = require "aliota.util.state_file"

describe("state_file", function()
  local folder, path
  before_each(function()
    folder = shell.run("mktemp -d"):gsub("\n$", "")
    path = folder .. "/state"
  end)
  after_each(function() shell.run("rm -rf '" .. folder .. "'") end)

  local function names() return (shell.run("ls -A '" .. folder .. "'"):gsub("\n", " ")) end

  local IN_USE = ": another process writes to this file; one at a time may"

  it("is none at first, and then what was written last", function()
    local file = assert(state_file.open(path))
    assert.same({nil, nil, ""}, {file:read(), nil, names()})
    assert.is_true(file:check())
    assert.equal("", names())
    for _, text in ipairs {"one", "", ("x"):rep(100000)} do
      assert.is_true(file:write(text))
      assert.same({text, "state "}, {file:read(), names()})
    end
  end)

  it("is its holder's alone, from the first text on until it is closed", function()
    local file = assert(state_file.open(path))
    assert(file:write "one" and file:write "two")
    assert.same({nil, path .. IN_USE}, {state_file.open(path)})
    file:close()
    local other = assert(state_file.open(path))
    assert.equal("two", other:read())
    assert(other:write "three")
    assert.same({nil, path .. IN_USE}, {file:write "four"})
    assert.equal("three", other:read())
  end)

  it("is not written over what somebody else has put there, nor where it was taken away", function()
    for _, text in ipairs {"first", "second"} do
      local file = assert(state_file.open(path))
      if text == "second" then assert(file:write "ours") end
      shell.run(("echo theirs >'%s.other'; mv '%s.other' '%s'"):format(path, path, path))
      assert.same({nil, path .. IN_USE}, {file:write(text)})
      assert.same({"theirs\n", "state "}, {(shell.run("cat " .. path)), names()})
      os.remove(path)
    end
  end)

  it("is what it was when it can't be written; nothing stays beside it", function()
    local output = shell.run(([[trap '' XFSZ; ulimit -f 4
      OUT='%s' %s -e 'local file = require("aliota.util.state_file").open(os.getenv "OUT")
        assert(file:write "old")
        for _ = 1, 2 do print(file:write(("x"):rep(100000))) end
        print((file:write "new"))']]):format(path, jit and "luajit" or "lua5.4"))
    assert.equal(("nil\t%s: File too large\n"):format(path):rep(2) .. "true\n", output)
    assert.same({"new", "state "}, {(shell.run("cat " .. path)), names()})
  end)

  it("is no folder, no device, and not where no file can be", function()
    assert.same({nil, folder .. ": Is a directory"}, {state_file.open(folder)})
    assert.same({nil, "/dev/null: it is no file"}, {state_file.open "/dev/null"})
    path = folder .. "/none/state"
    local file = assert(state_file.open(path))
    assert.same({nil, path .. ": No such file or directory"}, {file:check()})
    assert.same({nil, path .. ": No such file or directory"}, {file:write "x"})
  end)
end)
