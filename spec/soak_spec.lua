-- Less than a minute of what `make soak` does for hours.
local shell = require "spec.support.shell"

describe("soak", function()
  it("loses no row and grows nowhere, on both VMs and in nginx", function()
    local said, status = shell.run "make -s run-soak HOURS=0.011"
    assert.equal(0, status, said)
    for _, name in ipairs {"Lua 5.4", "LuaJIT", "nginx"} do
      assert.truthy(said:find("%f[%w]" .. name .. ": %d+ pages, %d+ requests that were none, 0 rows lost"), said)
    end
    assert.equal(10, select(2, said:gsub(" flat\n", "")))
  end)
end)
