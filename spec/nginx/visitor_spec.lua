local visitor = require "aliota.nginx.visitor"

local function seen(value) return {visitor.may_see(function() return value end)} end

describe("nginx.visitor", function()
  it("may see all where nobody decides, or somebody says so", function()
    assert.is_nil(visitor.may_see(nil).ids)
    assert.equal(visitor.may_see(nil).key, seen(true)[1].key)
    assert.is_nil(seen(true)[1].ids)
  end)

  it("may see the batches that are named, and is like others who may see these", function()
    local some = seen({"b", "a", "b"})[1]
    assert.same({a = true, b = true}, some.ids)
    assert.equal(seen({"a", "b"})[1].key, some.key)
    assert.not_equal(seen({'a","b'})[1].key, some.key)
    assert.not_equal(seen({"all"})[1].key, seen(true)[1].key)
  end)

  it("may see nothing where that is said", function()
    assert.same({nil, 403}, seen(false))
    assert.same({nil, 403}, seen(nil))
    assert.same({nil, 403}, seen {})
  end)

  it("may see nothing where what is said is not understood, or nothing is said", function()
    for _, value in ipairs {"all", 1, {a = true}, {"a", 5}, {"a", b = "c"}, {true}, print} do
      local visible, status, problem = visitor.may_see(function() return value end)
      assert.same({nil, 500}, {visible, status})
      assert.truthy(problem:find "^it returned a ")
    end
    local visible, status, problem = visitor.may_see(function() error({}) end)
    assert.same({nil, 500, "string"}, {visible, status, type(problem)})
    assert.truthy(select(3, visitor.may_see(function() error "told by a spec" end)):find "told by a spec")
    assert.same({nil, 500, "nil"}, {visitor.may_see(function() error() end)})
  end)
end)
