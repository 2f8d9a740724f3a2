local lease = require "aliota.nginx.lease"
local new_dict = require "spec.support.shared_dict"

describe("nginx.lease", function()
  local dict, one, other
  before_each(function()
    dict = new_dict()
    one, other = lease.new(dict, "key", 10, "one"), lease.new(dict, "key", 10, "other")
  end)

  it("has one holder", function()
    assert.is_true(one:hold())
    assert.same({false, "exists"}, {other:hold()})
    assert.is_true(one:hold())
  end)

  it("lasts as long as it is renewed, and goes to another one when it is not", function()
    one:hold()
    for _ = 1, 5 do
      dict.now = dict.now + 9
      assert.is_true(one:hold())
    end
    dict.now = dict.now + 9
    assert.is_false((other:hold()))
    dict.now = dict.now + 1
    assert.is_true(other:hold())
    assert.is_false((one:hold()))
  end)

  it("is free at once when it is given up, by its holder alone", function()
    one:hold()
    other:release()
    assert.is_false((other:hold()))
    one:release()
    assert.is_true(other:hold())
  end)

  it("says when there is no room for it", function()
    local full = lease.new(new_dict(0), "key", 10, "one")
    assert.same({nil, "no memory"}, {full:hold()})
  end)
end)
