local permissions = require("aliota.core").permissions

describe("permissions", function()
  it("of a file are those of chmod", function()
    local path = os.tmpname()
    for _, mode in ipairs {"600", "644", "4755", "000"} do
      assert(os.execute(("chmod %s '%s'"):format(mode, path)))
      assert.equal(tonumber(mode, 8), permissions(path))
    end
    os.remove(path)
    assert.is_nil(permissions(path))
  end)

  it("want a path", function()
    assert.has_error(function() permissions() end)
  end)
end)
