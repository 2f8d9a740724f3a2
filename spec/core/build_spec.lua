-- The same specs run on several builds of the core; this one fails when it is not the build that was meant.
describe("aliota.core", function()
  it("is of the build under test", function()
    local meant = os.getenv "ALIOTA_BUILD"
    local loaded = package.searchpath("aliota.core", package.cpath)
    assert.truthy(not meant or loaded:find("/build/" .. meant .. "/aliota/core.so", 1, true), loaded)
  end)
end)
