local place = require "aliota.util.place"
local replacement = require "aliota.util.replacement"
local shell = require "spec.support.shell"

describe("replacement", function()
  local folder, path
  before_each(function()
    folder = shell.run("mktemp -d"):gsub("\n$", "")
    path = folder .. "/file"
  end)
  after_each(function() shell.run("rm -rf '" .. folder .. "'") end)

  local function names() return (shell.run("ls -A '" .. folder .. "'"):gsub("\n", " ")) end

  local function begun(beside) return assert(replacement.begin(assert(place.of(path)), beside)) end

  it("takes the place once it is whole, and leaves nothing beside it", function()
    local new = begun()
    assert.is_true(new:write "text")
    assert.truthy(names():find "^%.aliota%-%x+%.tmp $")
    assert.is_true(new:finish())
    assert.same({"file ", "text"}, {names(), (shell.run("cat " .. path))})
  end)

  it("may be given up, also when it could not be finished", function()
    local new = begun()
    new:write "text"
    new:abort()
    assert.equal("", names())
    new = begun()
    os.execute(("mkdir '%s'"):format(path))
    assert.same({nil, path .. ": Is a directory"}, {new:finish()})
    new:abort()
    assert.equal("file ", names())
  end)

  it("may have a certain name meanwhile, and takes away what a killed process left there", function()
    shell.run(("echo old >'%s.new'; chmod 444 '%s.new'"):format(path, path))
    local new = begun(path .. ".new")
    assert.is_true(new:write "new")
    assert.is_true(new:finish())
    assert.same({"file ", "new"}, {names(), (shell.run("cat " .. path))})
  end)

  it("follows no link that somebody laid under it", function()
    shell.run(("ln -s victim '%s.new'"):format(path))
    local new = begun(path .. ".new")
    assert.is_true(new:write "new" and new:finish())
    assert.equal("file ", names())
  end)

  it("tells what went wrong of the path as it was given", function()
    path = folder .. "/none/file"
    local new, problem = replacement.begin(assert(place.of(path)), path .. ".new")
    assert.same({nil, path .. ": No such file or directory"}, {new, problem})
  end)

  it("is on the disk before it has the name, and the name on return", function()
    local file, order = require("aliota.core").file, {}
    local new = begun()
    local sync, rename = file.sync, os.rename
    finally(function() file.sync, os.rename = sync, rename end) -- luacheck: ignore 122
    function file.sync(one)
      order[#order + 1] = "sync " .. one
      return sync(one)
    end
    function os.rename(...) -- luacheck: ignore 122
      order[#order + 1] = "rename " .. table.concat({...}, " ")
      return rename(...)
    end
    assert.is_true(new:write "x" and new:finish())
    assert.same({"sync " .. new.path, ("rename %s %s"):format(new.path, path), "sync " .. folder .. "/"}, order)
  end)
end)
