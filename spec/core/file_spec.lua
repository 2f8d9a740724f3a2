local file = require("aliota.core").file
local shell = require "spec.support.shell"

describe("file", function()
  local place
  before_each(function() place = shell.run("mktemp -d"):gsub("\n$", "") end)
  after_each(function() shell.run("rm -rf '" .. place .. "'") end)

  it("has the permissions of chmod, either way", function()
    local path = place .. "/file"
    assert.is_true(file.create_private(path))
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

  it("can be made for its owner alone, where none is", function()
    local path = place .. "/file"
    assert.is_true(file.create_private(path))
    assert.same({tonumber("600", 8), "file"}, {file.permissions(path)})
    assert.same({nil, "File exists"}, {file.create_private(path)})
    shell.run(("ln -s '%s/elsewhere' '%s/link'"):format(place, place))
    assert.same({nil, "File exists"}, {file.create_private(place .. "/link")})
    assert.is_nil(file.permissions(place .. "/elsewhere"))
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
    for _, name in ipairs {"permissions", "set_permissions", "create_private", "link"} do
      assert.has_error(function() file[name]() end)
    end
  end)
end)
