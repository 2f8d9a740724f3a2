local unreadable = require "aliota.util.unreadable"

describe("a file that an option names", function()
  it("is told why it can't be used", function()
    assert.equal("a_file is empty: /dev/null", unreadable({a_file = "/dev/null"}, "a_file"))
    assert.equal("a_file can't be read: /none: No such file or directory", unreadable({a_file = "/none"}, "a_file"))
    assert.truthy(unreadable({a_file = "/"}, "a_file"):find("^a_file can't be read: /: "))
  end)

  it("is fine where there is something in it, or none is given", function()
    assert.is_nil(unreadable({a_file = "spec/util/unreadable_spec.lua"}, "a_file"))
    assert.is_nil(unreadable({}, "a_file"))
  end)
end)
