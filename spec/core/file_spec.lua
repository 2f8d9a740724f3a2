local file = require("aliota.core").file
local shell = require "spec.support.shell"

local PRIVATE = tonumber("600", 8)

describe("file", function()
  local place
  before_each(function() place = shell.run("mktemp -d"):gsub("\n$", "") end)
  after_each(function() shell.run("rm -rf '" .. place .. "'") end)

  it("has the permissions of chmod, either way", function()
    local path = place .. "/file"
    assert.is_true(file.create(path, PRIVATE))
    for _, mode in ipairs {"600", "644", "4755", "000"} do
      assert(os.execute(("chmod %s '%s'"):format(mode, path)))
      assert.equal(tonumber(mode, 8), (file.permissions(path)))
      assert.is_true(file.set_permissions(path, tonumber("640", 8)))
      assert.truthy(shell.run(("stat -c %%a '%s'"):format(path)):find "^640\n")
    end
    assert.is_nil(file.permissions(place .. "/none"))
    assert.same({nil, "No such file or directory"}, {file.set_permissions(place .. "/none", 0)})
  end)

  it("is of a kind, which a link to it has, too", function()
    shell.run(("cd '%s' && touch plain && mkdir folder && mkfifo fifo && ln -s plain link && ln -s fifo other"):format(
      place))
    for name, kind in pairs {plain = "file", link = "file", folder = "folder", fifo = "other", other = "other"} do
      assert.equal(kind, (select(2, file.permissions(place .. "/" .. name))))
    end
    assert.equal("other", (select(2, file.permissions "/dev/null")))
  end)

  it("can be made with permissions, less those of the umask, where none is", function()
    local path = place .. "/file"
    assert.is_true(file.create(path, PRIVATE))
    assert.same({PRIVATE, "file"}, {file.permissions(path)})
    assert.same({nil, "File exists"}, {file.create(path, PRIVATE)})
    assert.is_true(file.create(place .. "/usual", tonumber("666", 8)))
    shell.run(("touch '%s/touched'"):format(place))
    assert.equal((file.permissions(place .. "/touched")), (file.permissions(place .. "/usual")))
    shell.run(("ln -s '%s/elsewhere' '%s/link'"):format(place, place))
    assert.same({nil, "File exists"}, {file.create(place .. "/link", PRIVATE)})
    assert.is_nil(file.permissions(place .. "/elsewhere"))
  end)

  it("can be sent to the disk, as can a folder; what knows no disk is well as it is", function()
    local path = place .. "/file"
    assert.is_true(file.create(path, PRIVATE))
    for _, one in ipairs {path, place, "/dev/null"} do assert.is_true(file.sync(one)) end
    assert.same({nil, "No such file or directory"}, {file.sync(place .. "/none")})
  end)

  describe("lock", function()
    local path
    before_each(function()
      path = place .. "/file"
      assert.is_true(file.create(path, PRIVATE))
    end)

    it("is one's at a time, in this process and others", function()
      local lock = assert(file.lock(path))
      assert.same({nil, "Resource temporarily unavailable", true}, {file.lock(path)})
      assert.equal("exit 1\n", (shell.run(("flock -n '%s' true; echo exit $?"):format(path))))
      lock:release()
      lock:release()
      assert.equal("exit 0\n", (shell.run(("flock -n '%s' true; echo exit $?"):format(path))))
      assert(file.lock(path)):release()
    end)

    it("is of a write-protected file, too", function()
      assert.is_true(file.set_permissions(path, tonumber("444", 8)))
      assert(file.lock(path)):release()
    end)

    it("ends when it is forgotten", function()
      assert(file.lock(path))
      collectgarbage()
      assert(file.lock(path)):release()
    end)

    it("stays with the file under another name, and knows when another file has the name", function()
      local lock = assert(file.lock(path))
      assert.is_true(lock:is_of(path))
      assert(os.rename(path, path .. ".moved"))
      assert.same({false, true}, {lock:is_of(path), lock:is_of(path .. ".moved")})
      assert.is_true(file.create(path, PRIVATE))
      assert.is_false(lock:is_of(path))
      assert(file.lock(path)):release()
      assert.is_nil((file.lock(path .. ".moved")))
      lock:release()
      assert.is_false(lock:is_of(path .. ".moved"))
    end)

    it("is of nothing that is not there", function()
      assert.same({nil, "No such file or directory", false}, {file.lock(place .. "/none")})
      assert.has_error(function() assert(file.lock(path)).is_of(io.stdout, path) end)
    end)
  end)

  it("may be a link, whose text can be had, however long", function()
    assert.is_nil(file.link(place))
    assert.is_nil(file.link(place .. "/none"))
    for i, text in ipairs {"a", ("x"):rep(255), ("x"):rep(256), ("y"):rep(3000)} do
      shell.run(("ln -s '%s' '%s/link-%d'"):format(text, place, i))
      assert.equal(text, file.link(place .. "/link-" .. i))
    end
  end)

  it("wants a path", function()
    for _, name in ipairs {"permissions", "set_permissions", "create", "sync", "link", "lock"} do
      assert.has_error(function() file[name]() end)
    end
  end)
end)
