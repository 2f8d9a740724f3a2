local home = require("aliota.core").home
local shell = require "spec.support.shell"

describe("home", function()
  it("is the user database's", function()
    assert.equal(shell.run("getent passwd $(id -u) | cut -d: -f6"):gsub("\n$", ""), home())
  end)
end)
