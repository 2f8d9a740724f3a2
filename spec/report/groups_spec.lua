local groups = require "aliota.report.groups"

describe("report.groups", function()
  it("makes a group for each name, once", function()
    local made = groups.new(function(name, more) return {name = name, more = more} end)
    assert.same({name = "a", more = 1}, made:of("a", 1))
    assert.equal(made:of("a", 2), made:of("a"))
    made:of("b")
    assert.same({"a", "b"}, {made.list[1].name, made.list[2].name})
  end)

  it("puts what comes after 1,000 names together", function()
    local made = groups.new(function(name) return {name = name, count = 0} end)
    for i = 1, 5000 do
      local group = made:of("name" .. i)
      group.count = group.count + 1
    end
    assert.equal(1001, #made.list)
    assert.same({name = groups.OTHERS, count = 4000}, made.list[1001])
    assert.equal("name7", made:of("name7").name)
  end)

  it("keeps no more of a name than a thousand bytes", function()
    local made = groups.new(function(name) return {name = name} end)
    assert.equal(made:of(("设"):rep(1e5)), made:of(("设"):rep(2e5)))
    assert.equal(("设"):rep(333), made.list[1].name)
    assert.equal(5, made:of(5).name)
  end)
end)
